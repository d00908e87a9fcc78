import type { Labels } from '../../model/labels';
import { podNames } from '../../model/random';
import { WAYPOINT } from '../../model/waypoints';

export const ZTUNNEL = 'ztunnel';
export const NAMESPACE = 'istio-system';

/** The pods of a waypoint. They have the same names in every run, so that its spans know them too. */
export const WAYPOINT_PODS: readonly string[] = podNames(WAYPOINT, 2, 0);

/** The pod of ztunnel on a node: one there is on each, and all are of one DaemonSet. */
export function ztunnelPod(node: string): string {
  const [name = ''] = podNames(`${ZTUNNEL}/${node}`, 1, 0);
  return `${ZTUNNEL}-${name.slice(name.lastIndexOf('-') + 1)}`;
}

/** What Istio's sample Prometheus adds when it scrapes ztunnel. */
export function ztunnelScrape(node: string): Labels {
  const pod = ztunnelPod(node);
  return {
    ...{ app: ZTUNNEL, instance: `${node}:15020`, job: 'kubernetes-pods' },
    ...{ namespace: NAMESPACE, node, pod },
  };
}
