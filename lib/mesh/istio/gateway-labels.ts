type Labels = Readonly<Record<string, string>>;

/** Names the Gateway that a Deployment and its pods are made for. */
export const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';

/** Whether what carries these labels is made by istiod for a waypoint. */
export function isForWaypoint(labels: Labels): boolean {
  return labels['gateway.istio.io/managed'] === 'istio.io-mesh-controller';
}
