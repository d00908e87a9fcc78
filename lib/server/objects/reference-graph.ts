import 'server-only';
import type { ReferenceDto } from '@/lib/contract/objects';
import { groupBy } from '@/lib/domain/group-by';
import { objectId, type ObjectRef } from '@/lib/domain/object-ref';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { refIn } from '@/lib/mesh/checks/object-refs';
import { hostTargets } from '@/lib/mesh/host-targets';
import { meshKinds } from '@/lib/mesh/mesh-kinds';
import { referencesOf } from '@/lib/mesh/references';
import { mayRead, type Scope } from '@/lib/server/access/scope';
import type { Runtime } from '@/lib/server/runtime';

/** Which objects name which, in both directions, by the id of an object. */
export interface ReferenceGraph {
  readonly to: (id: string) => readonly ReferenceDto[];
  readonly from: (id: string) => readonly ReferenceDto[];
}

interface Named {
  readonly by: ObjectRef;
  readonly byId: string;
  readonly path: string;
  readonly to: ObjectRef;
  readonly toId: string;
}

/** Reads the references of all objects of a store. Whether one leads to something is told where that can be known. */
export function referenceGraph(
  { meshes }: Pick<Runtime, 'meshes'>,
  store: ObjectStore,
  scope: Scope,
): ReferenceGraph {
  const rules = meshes.flatMap((mesh) => mesh.references);
  const answering = hostTargets(meshes, store);
  const named = meshKinds(meshes).flatMap(({ kind }) =>
    store.list(kind).flatMap((object): readonly Named[] => {
      const by = refIn([kind], object, kind);
      const byId = objectId(by);
      return referencesOf(rules, kind, object, answering).map(({ path, to }) => ({
        ...{ by, byId, path, to, toId: objectId(to) },
      }));
    }),
  );
  const there = presence(store);
  const exists = (to: ObjectRef) =>
    to.namespace !== '' && !mayRead(scope, to.namespace) ? null : there(to);
  const outgoing = groupBy(named, ({ byId }) => byId);
  const incoming = groupBy(named, ({ toId }) => toId);
  return {
    to: (id) =>
      (outgoing.get(id) ?? []).map(({ to, path }) => ({ ...to, path, exists: exists(to) })),
    from: (id) => (incoming.get(id) ?? []).map(({ by, path }) => ({ ...by, path, exists: true })),
  };
}

/** Whether an object is in a store; null where its kind was not read. */
function presence(store: ObjectStore): (ref: ObjectRef) => boolean | null {
  const known = new Map<string, ReadonlySet<string>>();
  return (ref) => {
    if (!store.has(ref)) return null;
    const key = `${ref.plural}.${ref.group}`;
    const names =
      known.get(key) ??
      new Set(
        store.list(ref).map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`),
      );
    known.set(key, names);
    return names.has(`${ref.namespace}/${ref.name}`);
  };
}
