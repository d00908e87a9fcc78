import 'server-only';
import { resourceKey, type ResourceKind } from '@/lib/domain/kube-object';
import type { Reach } from '@/lib/mesh/checks/engine';
import { mayRead, type Scope } from '@/lib/server/access/scope';
import { isNamespaceKind, type ListedKind } from '@/lib/server/objects/list-objects';

/**
 * What is known to be missing when it is not found: what is in a namespace that may be read, of a kind that could
 * be read. A kind that the cluster does not serve has no objects anywhere.
 */
export function reachOf(
  kinds: readonly ResourceKind[],
  lists: ReadonlyMap<string, ListedKind>,
  scope: Scope,
): Reach {
  const states = new Map(kinds.map((kind) => [resourceKey(kind), stateOf(kind, lists)] as const));
  return {
    key: `${scope.key} ${[...states].map(([key, state]) => `${key}=${state}`).join(' ')}`,
    knows(kind, namespace) {
      const state = states.get(resourceKey(kind)) ?? 'unknown';
      if (state === 'unknown') return false;
      if (state === 'absent') return true;
      if (state === 'cluster') return isNamespaceKind(kind) ? scope.all : true;
      return namespace === undefined ? scope.all : mayRead(scope, namespace);
    },
  };
}

type State = 'unknown' | 'absent' | 'cluster' | 'namespaced';

function stateOf(kind: ResourceKind, lists: ReadonlyMap<string, ListedKind>): State {
  const list = lists.get(resourceKey(kind));
  if (list === undefined || list.denied) return 'unknown';
  if (!list.served) return 'absent';
  return kind.clusterScoped === true ? 'cluster' : 'namespaced';
}
