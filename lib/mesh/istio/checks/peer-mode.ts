import type { KubeObject } from '@/lib/domain/kube-object';
import type { TlsMode } from '@/lib/domain/policy';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { inNamespace, objectAt } from '@/lib/mesh/checks/indexes';
import type { KindRef, Lookups } from '@/lib/mesh/checks/rule';
import { NAMESPACES } from '@/lib/mesh/core-kinds';
import { PEER_AUTHENTICATION } from '@/lib/mesh/istio/kinds';
import { peerTls } from '@/lib/mesh/istio/peer-tls';
import { ROOT_NAMESPACE } from '@/lib/mesh/istio/root-namespace';

/** A mode of mutual TLS and the policy that decides it. */
export interface PeerMode {
  readonly mode: TlsMode;
  readonly policy: KubeObject;
}

/** The kinds that a look at modes may read. */
export const PEER_READS: readonly KindRef[] = [PEER_AUTHENTICATION, NAMESPACES];

/** What pods with these labels ask of their callers; undefined where no policy decides it. */
export function peerModeOf(
  lookups: Lookups,
  namespace: string,
  labels: Readonly<Record<string, string>>,
  port: number | null = null,
): PeerMode | undefined {
  const policies = [
    ...inNamespace(lookups, PEER_AUTHENTICATION, namespace),
    ...(namespace === ROOT_NAMESPACE
      ? []
      : inNamespace(lookups, PEER_AUTHENTICATION, ROOT_NAMESPACE)),
  ];
  const store = storeOf(policies, namespace, lookups);
  const { mode, chain } = peerTls(store, 'disabled')({ namespace, labels, isGateway: false }, port);
  const decided = chain.find(({ decides }) => decides)?.object;
  const policy = policies.find(
    ({ metadata }) =>
      metadata.name === decided?.name && (metadata.namespace ?? '') === decided.namespace,
  );
  return policy === undefined ? undefined : { mode, policy };
}

/** The policies alone and, where those of the whole mesh may not be read, a namespace that is not theirs. */
function storeOf(
  policies: readonly KubeObject[],
  namespace: string,
  lookups: Lookups,
): ObjectStore {
  const own = objectAt(lookups, NAMESPACES, '', namespace);
  const isRootKnown = lookups.knows(PEER_AUTHENTICATION, ROOT_NAMESPACE);
  const seen = isRootKnown || own === undefined ? [] : [own];
  return {
    list: ({ plural }) => (plural === PEER_AUTHENTICATION.plural ? policies : seen),
    has: () => true,
  };
}
