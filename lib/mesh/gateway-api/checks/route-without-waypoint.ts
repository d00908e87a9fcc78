import type { Rule } from '@/lib/mesh/checks/rule';
import { warned } from '@/lib/mesh/checks/violations';
import { MESH_PAGE } from '@/lib/mesh/gateway-api/checks/pages';
import { ROUTES } from '@/lib/mesh/gateway-api/checks/route-kinds';
import { withoutWaypoint } from '@/lib/mesh/gateway-api/route-warnings';
import { clusterOf, CLUSTER_READS } from '@/lib/mesh/istio/checks/cluster-view';

export const routeWithoutWaypoint: Rule = {
  code: 'GA114',
  severity: 'warning',
  title: 'A route is attached to a Service before which no proxy knows routes',
  why: 'Calls are carried by connections only, so that weights and matches have no effect on them.',
  mend: 'Put a waypoint before the Service (label istio.io/use-waypoint).',
  link: MESH_PAGE,
  subjects: ROUTES,
  reads: CLUSTER_READS,
  check: (object, lookups) =>
    warned('/spec/parentRefs', withoutWaypoint(object, clusterOf(lookups)), 'no-waypoint').map(
      ({ path, message }) => ({ path, message }),
    ),
};
