import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { besides, serversOf, type GatewayServer } from '@/lib/mesh/istio/checks/gateway-servers';
import { overlaps } from '@/lib/mesh/istio/checks/host-patterns';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';
import { GATEWAY } from '@/lib/mesh/istio/kinds';
import { nameOf } from '@/lib/mesh/object-names';

export const conflictingGateways: Rule = {
  code: 'IS301',
  severity: 'error',
  title: 'Two Gateways open one port of the same pods in ways that do not go together',
  why: 'Only one of the two servers is in force; requests for the other meet the wrong protocol or certificate.',
  mend: 'Merge the servers, or keep them apart by port, by host, or by the labels of the pods.',
  link: analysisPage('IST0145'),
  subjects: [GATEWAY],
  reads: [GATEWAY],
  check: (object, lookups) => {
    const others = besides(object, lookups);
    return serversOf(object).flatMap((server) =>
      others
        .filter((other) => serversOf(other).some((each) => isAgainst(server, each)))
        .map((other) => {
          const message = `Gateway ${nameOf(other)} opens port ${server.port} of the same pods otherwise.`;
          return at(server.path, message, other);
        }),
    );
  },
};

/** Plain HTTP servers on one port are one to Istio, whatever their hosts. */
function isAgainst(a: GatewayServer, b: GatewayServer): boolean {
  if (a.port !== b.port) return false;
  if (a.protocol !== b.protocol) return !(isTls(a) && isTls(b));
  if (!isTls(a)) return false;
  const isShared = a.hosts.some((host) => b.hosts.some((other) => overlaps(host, other)));
  return isShared && (a.tlsMode !== b.tlsMode || a.credential !== b.credential);
}

function isTls({ protocol }: GatewayServer): boolean {
  return protocol === 'HTTPS' || protocol === 'TLS';
}
