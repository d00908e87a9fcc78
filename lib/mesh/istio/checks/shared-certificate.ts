import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { besides, serversOf } from '@/lib/mesh/istio/checks/gateway-servers';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';
import { GATEWAY } from '@/lib/mesh/istio/kinds';
import { nameOf } from '@/lib/mesh/object-names';

export const sharedCertificate: Rule = {
  code: 'IS303',
  severity: 'warning',
  title: 'Several Gateways on the same pods present one certificate',
  why: 'Browsers use one HTTP/2 connection for all hosts of a certificate, and get 404 for those of the other Gateway.',
  mend: 'Put the servers of these hosts into one Gateway, or give each its own certificate.',
  link: analysisPage('IST0138'),
  subjects: [GATEWAY],
  reads: [GATEWAY],
  check: (object, lookups) =>
    serversOf(object).flatMap(({ credential, path, port }) => {
      if (credential === undefined) return [];
      return besides(object, lookups)
        .filter((other) =>
          serversOf(other).some((each) => each.credential === credential && each.port === port),
        )
        .map((other) => {
          const message = `Gateway ${nameOf(other)} presents ${credential} on port ${port} too.`;
          return at(`${path}/tls/credentialName`, message, other);
        });
    }),
};
