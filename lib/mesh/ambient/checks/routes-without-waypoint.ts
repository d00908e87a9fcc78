import { L7_PAGE } from '@/lib/mesh/ambient/checks/pages';
import type { Rule } from '@/lib/mesh/checks/rule';
import { warned } from '@/lib/mesh/checks/violations';
import { clusterOf, CLUSTER_READS } from '@/lib/mesh/istio/checks/cluster-view';
import { VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';
import { withoutWaypoint } from '@/lib/mesh/istio/split-warnings';

export const routesWithoutWaypoint: Rule = {
  code: 'AM203',
  severity: 'warning',
  title: 'A VirtualService routes to a host in ambient mode that has no waypoint',
  why: 'ztunnel knows no routes. Only callers that have a sidecar of their own obey them.',
  mend: 'Label the service or its namespace istio.io/use-waypoint.',
  link: L7_PAGE,
  subjects: [VIRTUAL_SERVICE],
  reads: CLUSTER_READS,
  check: (object, lookups) =>
    warned(
      '/spec/hosts',
      withoutWaypoint({ virtualService: object, cluster: clusterOf(lookups) }),
      'no-waypoint',
    ),
};
