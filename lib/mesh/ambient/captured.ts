import type { KubeObject } from '@/lib/domain/kube-object';
import { hasSidecar } from '@/lib/mesh/istio/detect';

/** What istiod writes beside the Gateway's name on the Deployments that it makes for waypoints. */
const MANAGED_BY_MESH = 'istio.io-mesh-controller';

/** Whether ztunnel takes a pod's traffic. A sidecar wins over ambient mode where a pod has both. */
export function isCaptured(pod: KubeObject): boolean {
  const redirection = pod.metadata.annotations?.['ambient.istio.io/redirection'];
  return redirection === 'enabled' && !hasSidecar(pod);
}

/** Whether a Deployment is a waypoint. */
export function isWaypoint({ metadata: { labels = {} } }: KubeObject): boolean {
  return (
    labels['gateway.networking.k8s.io/gateway-name'] !== undefined &&
    labels['gateway.istio.io/managed'] === MANAGED_BY_MESH
  );
}
