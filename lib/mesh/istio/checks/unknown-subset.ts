import type { Rule } from '@/lib/mesh/checks/rule';
import { CLUSTER_READS } from '@/lib/mesh/istio/checks/cluster-view';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';
import { targetViolations } from '@/lib/mesh/istio/checks/route-targets';
import { VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';

export const unknownSubset: Rule = {
  code: 'IS102',
  severity: 'error',
  title: 'A route leads to a subset that no DestinationRule defines',
  why: 'Proxies have no cluster of that name: requests of this route are answered with 503.',
  mend: 'Define the subset in the DestinationRule of the host, or correct its name in the route.',
  link: analysisPage('IST0101'),
  subjects: [VIRTUAL_SERVICE],
  reads: CLUSTER_READS,
  check: (object, lookups) => targetViolations(object, lookups, 'unknown-subset'),
};
