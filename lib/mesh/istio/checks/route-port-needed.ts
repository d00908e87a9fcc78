import type { Rule } from '@/lib/mesh/checks/rule';
import { CLUSTER_READS } from '@/lib/mesh/istio/checks/cluster-view';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';
import { targetViolations } from '@/lib/mesh/istio/checks/route-targets';
import { VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';

export const routePortNeeded: Rule = {
  code: 'IS103',
  severity: 'error',
  title: 'A route leads to a service of several ports and chooses none',
  why: 'Istio drops a destination whose port it cannot tell.',
  mend: 'Write destination.port.number.',
  link: analysisPage('IST0112'),
  subjects: [VIRTUAL_SERVICE],
  reads: CLUSTER_READS,
  check: (object, lookups) => targetViolations(object, lookups, 'port-needed'),
};
