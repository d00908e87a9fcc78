import { L7_PAGE } from '@/lib/mesh/ambient/checks/pages';
import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { clusterOf, CLUSTER_READS } from '@/lib/mesh/istio/checks/cluster-view';
import { ruleHostOf, ruleServiceOf } from '@/lib/mesh/istio/checks/rule-host';
import { trafficPoliciesOf } from '@/lib/mesh/istio/checks/traffic-policies';
import { DESTINATION_RULE } from '@/lib/mesh/istio/kinds';

export const ruleWithoutWaypoint: Rule = {
  code: 'AM204',
  severity: 'warning',
  title: 'A DestinationRule shapes calls to a host in ambient mode that has no waypoint',
  why: 'ztunnel applies no limits, retries or circuit breakers. Only callers that have a sidecar of their own do.',
  mend: 'Label the service or its namespace istio.io/use-waypoint.',
  link: L7_PAGE,
  subjects: [DESTINATION_RULE],
  reads: CLUSTER_READS,
  check: (object, lookups) => {
    const shaping = trafficPoliciesOf(object).find(({ fields }) =>
      ['connectionPool', 'outlierDetection', 'loadBalancer'].some((name) => name in fields),
    );
    const host = ruleHostOf(object);
    if (shaping === undefined || ruleServiceOf(object) === null) return [];
    if (!clusterOf(lookups).lacksWaypoint(host)) return [];
    return [at(shaping.path, `${host} is in ambient mode and no waypoint serves it.`)];
  },
};
