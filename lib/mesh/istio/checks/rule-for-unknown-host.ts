import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { isKnownHost } from '@/lib/mesh/istio/backends';
import { clusterOf, CLUSTER_READS } from '@/lib/mesh/istio/checks/cluster-view';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';
import { ruleHostOf } from '@/lib/mesh/istio/checks/rule-host';
import { DESTINATION_RULE } from '@/lib/mesh/istio/kinds';

export const ruleForUnknownHost: Rule = {
  code: 'IS201',
  severity: 'warning',
  title: 'A DestinationRule is for a host that the mesh does not know',
  why: 'It applies to nobody’s calls: its subsets, limits and TLS settings have no effect.',
  mend: 'Correct the host, or create the Service or the ServiceEntry. A name without a dot is taken in the namespace of the rule.',
  link: analysisPage('IST0174'),
  subjects: [DESTINATION_RULE],
  reads: CLUSTER_READS,
  check: (object, lookups) => {
    const host = ruleHostOf(object);
    if (host === '' || host.includes('*') || isKnownHost(clusterOf(lookups), host)) return [];
    return [at('/spec/host', `The host ${host} is not known to the mesh.`)];
  },
};
