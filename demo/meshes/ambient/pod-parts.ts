import type { DemoWorkload } from '../../model/types';
import { isWaypoint, WAYPOINT } from '../../model/waypoints';
import { PROXY_IMAGE } from '../istio/versions';
import { NO_PARTS, type PodParts } from '../part';

/** What istiod writes on a waypoint that it makes for a Gateway. */
const WAYPOINT_LABELS = {
  'gateway.networking.k8s.io/gateway-name': WAYPOINT,
  'gateway.istio.io/managed': 'istio.io-mesh-controller',
  'istio.io/dataplane-mode': 'none',
};

/** A pod of ambient mode has nothing added but the mark that ztunnel takes its traffic; a waypoint is a proxy. */
export function ambientPodParts(workload: DemoWorkload): PodParts {
  if (!isWaypoint(workload)) {
    return { ...NO_PARTS, annotations: { 'ambient.istio.io/redirection': 'enabled' } };
  }
  return {
    ...NO_PARTS,
    labels: { ...WAYPOINT_LABELS, 'service.istio.io/canonical-name': WAYPOINT },
    annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '15020' },
    containers: [{ name: 'istio-proxy', image: PROXY_IMAGE, args: ['proxy', 'waypoint'] }],
    replaces: true,
  };
}
