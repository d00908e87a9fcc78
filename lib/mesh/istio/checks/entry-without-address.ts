import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { fieldsOf, listOf, textOf, textsOf } from '@/lib/mesh/fields';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';
import { SERVICE_ENTRY } from '@/lib/mesh/istio/kinds';

export const entryWithoutAddress: Rule = {
  code: 'IS401',
  severity: 'warning',
  title: 'A ServiceEntry for TCP names no addresses',
  why: 'TCP calls name no host. Unless proxies hand out addresses (DNS capture), all calls to the port are taken for this host.',
  mend: 'Write the addresses, or use the protocol TLS where callers send the name (SNI).',
  link: analysisPage('IST0134'),
  subjects: [SERVICE_ENTRY],
  reads: [],
  check: ({ spec }) => {
    const { addresses, ports } = fieldsOf(spec);
    if (textsOf(addresses).length > 0) return [];
    return listOf(ports).flatMap((port, i) => {
      const { protocol, name } = fieldsOf(port);
      if ((textOf(protocol) ?? '').toUpperCase() !== 'TCP') return [];
      const message = `The port ${textOf(name) ?? String(i)} is TCP, and there are no addresses.`;
      return [at(`/spec/ports/${i}`, message)];
    });
  },
};
