import { resourceKey, type KubeObject } from '@/lib/domain/kube-object';
import type { KindRef, Lookups, ObjectIndex } from '@/lib/mesh/checks/rule';

/** A function of a kind that gives the same index for the same kind. */
function perKind(make: (kind: KindRef) => ObjectIndex): (kind: KindRef) => ObjectIndex {
  const made = new Map<string, ObjectIndex>();
  return (kind) => {
    const key = resourceKey(kind);
    const known = made.get(key) ?? make(kind);
    made.set(key, known);
    return known;
  };
}

const byFullName = perKind((kind) => ({ kind, keysOf: (object) => [keyOf(object)] }));

const byNamespace = perKind((kind) => ({
  kind,
  keysOf: ({ metadata }) => [metadata.namespace ?? ''],
}));

const altogether = perKind((kind) => ({ kind, keysOf: () => [''] }));

const byName = perKind((kind) => ({ kind, keysOf: ({ metadata }) => [metadata.name] }));

/** `namespace/name`; of what is in no namespace, `/name`. */
export function keyOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

/** An object by its name. */
export function objectAt(
  lookups: Lookups,
  kind: KindRef,
  namespace: string,
  name: string,
): KubeObject | undefined {
  return lookups.find(byFullName(kind), `${namespace}/${name}`)[0];
}

/**
 * Whether an object is known not to be there: it is not found, and all that is in its namespace can be read.
 */
export function isMissing(
  lookups: Lookups,
  kind: KindRef,
  namespace: string,
  name: string,
): boolean {
  return objectAt(lookups, kind, namespace, name) === undefined && lookups.knows(kind, namespace);
}

/** All objects of a kind in one namespace. */
export function inNamespace(
  lookups: Lookups,
  kind: KindRef,
  namespace: string,
): readonly KubeObject[] {
  return lookups.find(byNamespace(kind), namespace);
}

/** All objects of a kind. */
export function everywhere(lookups: Lookups, kind: KindRef): readonly KubeObject[] {
  return lookups.find(altogether(kind), '');
}

/** The objects of a kind that are called so, in whatever namespace. */
export function called(lookups: Lookups, kind: KindRef, name: string): readonly KubeObject[] {
  return lookups.find(byName(kind), name);
}

/**
 * Remembers what a function makes of a list. Lists that lookups give stay the same until something changes, so that
 * the work is done once for all who ask.
 */
export function ofList<T>(
  compute: (objects: readonly KubeObject[]) => T,
): (objects: readonly KubeObject[]) => T {
  const known = new WeakMap<readonly KubeObject[], { readonly value: T }>();
  return (objects) => {
    const found = known.get(objects) ?? { value: compute(objects) };
    known.set(objects, found);
    return found.value;
  };
}
