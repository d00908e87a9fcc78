import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { fieldsOf, listOf, textsOf } from '@/lib/mesh/fields';
import { serviceNameOf } from '@/lib/mesh/hosts';
import { isKnownHost } from '@/lib/mesh/istio/backends';
import { clusterOf, CLUSTER_READS } from '@/lib/mesh/istio/checks/cluster-view';
import { networkingPage } from '@/lib/mesh/istio/checks/pages';
import { SIDECAR } from '@/lib/mesh/istio/kinds';

export const unknownEgressHost: Rule = {
  code: 'IS405',
  severity: 'warning',
  title: 'A Sidecar lets callers see a host that the mesh does not know',
  why: 'The entry has no effect, and what it was meant for may be hidden from the proxies.',
  mend: 'Correct the entry: namespace/host, where the host is a full name or a pattern.',
  link: networkingPage('sidecar'),
  subjects: [SIDECAR],
  reads: CLUSTER_READS,
  check: ({ spec }, lookups) =>
    listOf(fieldsOf(spec)['egress']).flatMap((listener, i) =>
      textsOf(fieldsOf(listener)['hosts']).flatMap((entry, j) => {
        const [namespace = '', host = ''] = entry.split('/');
        if (host === '' || host.includes('*') || namespace === '~') return [];
        const home = serviceNameOf(host)?.namespace;
        if (home !== undefined && !['*', '.', home].includes(namespace)) return [];
        if (isKnownHost(clusterOf(lookups), host)) return [];
        return [at(`/spec/egress/${i}/hosts/${j}`, `The host ${host} is not known to the mesh.`)];
      }),
    ),
};
