import type { KubeObject } from '@/lib/domain/kube-object';
import { hasSidecar } from '@/lib/mesh/istio/detect';
import { GATEWAY_NAME, isForWaypoint } from '@/lib/mesh/istio/gateway-labels';

/** Whether ztunnel takes a pod's traffic. A sidecar wins over ambient mode where a pod has both. */
export function isCaptured(pod: KubeObject): boolean {
  const redirection = pod.metadata.annotations?.['ambient.istio.io/redirection'];
  return redirection === 'enabled' && !hasSidecar(pod);
}

/** Whether a Deployment is a waypoint. */
export function isWaypoint({ metadata: { labels = {} } }: KubeObject): boolean {
  return labels[GATEWAY_NAME] !== undefined && isForWaypoint(labels);
}
