import { resourceKey, type KubeObject } from '@/lib/domain/kube-object';
import { Bucket } from '@/lib/mesh/checks/bucket';
import { keyOf } from '@/lib/mesh/checks/indexes';
import type { KindRef, ObjectIndex } from '@/lib/mesh/checks/rule';

/** An object that is new, gone, or there in another version. */
export interface Change {
  readonly kind: KindRef;
  readonly id: string;
  readonly before: KubeObject | undefined;
  readonly after: KubeObject | undefined;
}

interface Indexed<Reader> {
  readonly index: ObjectIndex;
  readonly buckets: Map<string, Bucket<Reader>>;
}

/** All objects by kind and name, and the indexes that somebody has asked for. */
export class ObjectTables<Reader> {
  readonly #objects = new Map<string, Map<string, KubeObject>>();
  readonly #byKind = new Map<string, Indexed<Reader>[]>();
  readonly #byIndex = new Map<ObjectIndex, Indexed<Reader>>();

  readonly #lists = new Map<string, readonly KubeObject[]>();

  /** Says in what the objects of a kind differ from those that are held. */
  changesTo(kind: KindRef, objects: readonly KubeObject[]): readonly Change[] {
    const list = this.#lists.get(resourceKey(kind)) ?? [];
    this.#lists.set(resourceKey(kind), objects);
    // Mostly nothing has changed, and what has not is the very same.
    if (list.length === objects.length && objects.every((object, i) => object === list[i])) {
      return [];
    }
    const held = this.#objects.get(resourceKey(kind)) ?? new Map<string, KubeObject>();
    const next = new Map(objects.map((object) => [keyOf(object), object]));
    const gone = [...held].filter(([id]) => !next.has(id));
    const come = [...next].filter(([id, object]) => !isSame(held.get(id), object));
    return [
      ...gone.map(([id, before]) => ({ kind, id, before, after: undefined })),
      ...come.map(([id, after]) => ({ kind, id, before: held.get(id), after })),
    ];
  }

  /** Takes a change over and gives those who looked at a place where something is different now. */
  apply({ kind, id, before, after }: Change): ReadonlySet<Reader> {
    const key = resourceKey(kind);
    const objects = this.#objects.get(key) ?? new Map<string, KubeObject>();
    this.#objects.set(key, objects);
    if (after === undefined) objects.delete(id);
    else objects.set(id, after);
    const readers = new Set<Reader>();
    for (const { index, buckets } of this.#byKind.get(key) ?? []) {
      const old = keysIn(index, before);
      const now = keysIn(index, after);
      for (const at of new Set([...old, ...now])) {
        const bucket = bucketAt(buckets, at);
        bucket.set(id, now.includes(at) ? after : undefined);
        for (const reader of bucket.readers) readers.add(reader);
      }
    }
    return readers;
  }

  /** The objects under a key; an index is built when it is asked for the first time. */
  bucket(index: ObjectIndex, key: string): Bucket<Reader> {
    return bucketAt((this.#byIndex.get(index) ?? this.#build(index)).buckets, key);
  }

  #build(index: ObjectIndex): Indexed<Reader> {
    const kind = resourceKey(index.kind);
    const indexed: Indexed<Reader> = { index, buckets: new Map() };
    for (const [id, object] of this.#objects.get(kind) ?? []) {
      for (const key of index.keysOf(object)) bucketAt(indexed.buckets, key).set(id, object);
    }
    this.#byIndex.set(index, indexed);
    this.#byKind.set(kind, [...(this.#byKind.get(kind) ?? []), indexed]);
    return indexed;
  }
}

function keysIn({ keysOf }: ObjectIndex, object: KubeObject | undefined): readonly string[] {
  return object === undefined ? [] : keysOf(object);
}

function bucketAt<Reader>(buckets: Map<string, Bucket<Reader>>, key: string): Bucket<Reader> {
  const bucket = buckets.get(key) ?? new Bucket<Reader>();
  buckets.set(key, bucket);
  return bucket;
}

/** A version of an object never changes; without one, only the very same object is the same. */
function isSame(a: KubeObject | undefined, b: KubeObject): boolean {
  if (a === undefined || a === b) return a === b;
  const version = a.metadata.resourceVersion;
  return (
    version !== undefined &&
    version === b.metadata.resourceVersion &&
    a.metadata.uid === b.metadata.uid
  );
}
