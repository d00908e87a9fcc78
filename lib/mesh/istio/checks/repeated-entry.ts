import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { sharedPorts } from '@/lib/mesh/istio/checks/entries-of-host';
import { networkingPage } from '@/lib/mesh/istio/checks/pages';
import { SERVICE_ENTRY } from '@/lib/mesh/istio/kinds';
import { nameOf } from '@/lib/mesh/object-names';

export const repeatedEntry: Rule = {
  code: 'IS402',
  severity: 'warning',
  title: 'Several ServiceEntries declare one port of one host',
  why: 'Their endpoints are put together, and which resolution holds depends on their age.',
  mend: 'Merge them, or keep them apart by exportTo.',
  link: networkingPage('service-entry'),
  subjects: [SERVICE_ENTRY],
  reads: [SERVICE_ENTRY],
  check: (object, lookups) =>
    sharedPorts(object, lookups)
      .filter(({ protocol, otherProtocol }) => protocol === otherProtocol)
      .map(({ other, host, port, path }) =>
        at(path, `ServiceEntry ${nameOf(other)} declares port ${port} of ${host} too.`, other),
      ),
};
