import type { Rule } from '@/lib/mesh/checks/rule';
import { CLUSTER_READS } from '@/lib/mesh/istio/checks/cluster-view';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';
import { targetViolations } from '@/lib/mesh/istio/checks/route-targets';
import { VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';

export const unknownHost: Rule = {
  code: 'IS101',
  severity: 'error',
  title: 'A route leads to a host that the mesh does not know',
  why: 'Proxies have nothing to send the requests of this route to, and answer them with 503 or 500.',
  mend: 'Correct the host, or create the Service or the ServiceEntry that it names. A name without a dot is taken in the namespace of the VirtualService; name.namespace is not expanded.',
  link: analysisPage('IST0101'),
  subjects: [VIRTUAL_SERVICE],
  reads: CLUSTER_READS,
  check: (object, lookups) => targetViolations(object, lookups, 'unknown-host'),
};
