import 'server-only';
import { NAMESPACES } from '@/lib/mesh/core-kinds';
import { mayRead, type Scope } from '@/lib/server/access/scope';
import type { Objects } from '@/lib/server/objects/load-objects';

/** The namespaces that are known to exist and may be read, by name; none when that cannot be known. */
export function existingNamespaces(
  scope: Scope,
  { store }: Pick<Objects, 'store'>,
): readonly string[] {
  const listed = store.list(NAMESPACES).map(({ metadata }) => metadata.name);
  return readableOf(scope, [...scope.namespaces, ...listed]);
}

/** Those of some names that are of namespaces which may be read, each once, sorted. */
export function readableOf(scope: Scope, names: readonly string[]): readonly string[] {
  return [...new Set(names)].filter((name) => name !== '' && mayRead(scope, name)).toSorted();
}
