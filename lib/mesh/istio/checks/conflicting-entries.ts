import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { sharedPorts } from '@/lib/mesh/istio/checks/entries-of-host';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';
import { SERVICE_ENTRY } from '@/lib/mesh/istio/kinds';
import { nameOf } from '@/lib/mesh/object-names';

export const conflictingEntries: Rule = {
  code: 'IS403',
  severity: 'warning',
  title: 'ServiceEntries give one port of one host different protocols',
  why: 'Proxies take the port for one of the two. Routes, retries and figures for the other have no effect.',
  mend: 'Give the port the same protocol in all of them.',
  link: analysisPage('IST0177'),
  subjects: [SERVICE_ENTRY],
  reads: [SERVICE_ENTRY],
  check: (object, lookups) =>
    sharedPorts(object, lookups)
      .filter(({ protocol, otherProtocol }) => protocol !== otherProtocol)
      .map(({ other, host, port, protocol, otherProtocol, path }) => {
        const message = `Port ${port} of ${host} is ${protocol} here and ${otherProtocol} in ${nameOf(other)}.`;
        return at(`${path}/protocol`, message, other);
      }),
};
