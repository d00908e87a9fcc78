import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { securityPage } from '@/lib/mesh/istio/checks/pages';
import { PEER_READS, peerModeOf } from '@/lib/mesh/istio/checks/peer-mode';
import { sourceValues } from '@/lib/mesh/istio/checks/policy-rules';
import { selectedBy, SELECTION_READS } from '@/lib/mesh/istio/checks/selectors';
import { AUTHORIZATION_POLICY } from '@/lib/mesh/istio/kinds';
import { ROOT_NAMESPACE } from '@/lib/mesh/istio/root-namespace';
import { nameOf } from '@/lib/mesh/object-names';

const NEED_TLS = ['principals', 'notPrincipals', 'namespaces', 'notNamespaces', 'serviceAccounts'];

export const identityWithoutTls: Rule = {
  code: 'IS507',
  severity: 'error',
  title: 'A policy asks who calls where mutual TLS is switched off',
  why: 'Without mutual TLS callers have no identity: an allowance lets nobody in, a denial stops nobody.',
  mend: 'Set the PeerAuthentication to STRICT or PERMISSIVE, or ask for something that plaintext tells too (ipBlocks).',
  link: securityPage('authorization-policy'),
  subjects: [AUTHORIZATION_POLICY],
  reads: [...PEER_READS, ...SELECTION_READS],
  check: (object, lookups) => {
    const { namespace = '' } = object.metadata;
    const [first] = sourceValues(object, NEED_TLS);
    if (first === undefined || namespace === ROOT_NAMESPACE) return [];
    for (const { labels, name } of selectedBy(object, lookups)) {
      const found = peerModeOf(lookups, namespace, labels);
      if (found?.mode !== 'disabled') continue;
      const message = `PeerAuthentication ${nameOf(found.policy)} switches mutual TLS off for ${name}.`;
      return [at(first.path, message, found.policy)];
    }
    return [];
  },
};
