import 'server-only';
import type { MeshNode } from '@/lib/domain/model';
import type { MeshAdapter } from '@/lib/mesh/adapter';
import { mayRead, type Scope } from '@/lib/server/access/scope';

/** Whether a name of the tracing store may be shown to a person. */
export type IsVisibleName = (name: string) => boolean;

/**
 * Decides which names of the tracing store belong to the namespaces of a scope. The store knows no namespaces,
 * so a name is shown only when every node that may report under it is readable, and there is at least one; or
 * when no node is known and the name itself ends in a readable namespace (`app.namespace`).
 */
export function visibleNames(
  scope: Scope,
  nodes: readonly MeshNode[],
  meshes: readonly MeshAdapter[],
): IsVisibleName {
  if (scope.all) return () => true;
  const namespacesOf = new Map<string, Set<string>>();
  for (const node of nodes) {
    for (const name of meshes.flatMap((mesh) => mesh.tracingServices(node))) {
      const claimed = namespacesOf.get(name) ?? new Set();
      namespacesOf.set(name, claimed.add(node.namespace));
    }
  }
  return (name) => {
    const claimed = namespacesOf.get(name);
    if (claimed !== undefined) return [...claimed].every((namespace) => mayRead(scope, namespace));
    const [, namespace, ...rest] = name.split('.');
    return namespace !== undefined && rest.length === 0 && mayRead(scope, namespace);
  };
}
