import { objectAt, stringAt, withKey, type JsonObject } from './json';
import { kindOfObject, qualifiedName } from './kinds';
import type { ServedKind } from './served-kind';

export type EventType = 'ADDED' | 'MODIFIED' | 'DELETED';

/** One accepted write. */
export interface StoreEvent {
  readonly type: EventType;
  readonly revision: number;
  readonly kind: ServedKind;
  readonly key: string;
  /** The object as it is now; for DELETED, as it last was. */
  readonly object: JsonObject;
  /** The object before the write. */
  readonly previous: JsonObject | undefined;
}

export interface ObjectStore {
  /** Grows by one with each write. */
  revision(): number;
  get(kind: ServedKind, namespace: string, name: string): JsonObject | undefined;
  /**
   * The objects of a kind, sorted by namespace and name, as they are or as they were at a revision.
   * An empty namespace means all. Undefined when that revision is forgotten.
   */
  list(kind: ServedKind, namespace: string, revision?: number): readonly JsonObject[] | undefined;
  put(kind: ServedKind, object: JsonObject): JsonObject;
  remove(kind: ServedKind, namespace: string, name: string): void;
  /** The writes after a revision; undefined when some of them are forgotten. */
  since(revision: number): readonly StoreEvent[] | undefined;
  /** Calls the listener after each write until the returned function is called. */
  subscribe(listener: (event: StoreEvent) => void): () => void;
  /** Forgets how the objects came to be as they are, as a compaction does. */
  forget(): void;
}

/** Real revisions are never small; a client that treats them as counters of its own will notice. */
const FIRST_REVISION = 410_000;

const keyOf = (namespace: string, name: string): string => `${namespace}/${name}`;

export function nameOf(object: JsonObject): string {
  return stringAt(object, 'metadata', 'name');
}

export function namespaceOf(object: JsonObject): string {
  return stringAt(object, 'metadata', 'namespace');
}

/**
 * Keeps objects in memory with a log of the last writes.
 *
 * @param remembered how many writes can be watched from, or listed at; older ones are "expired"
 */
export function createObjectStore(
  objects: readonly JsonObject[],
  remembered = 10_000,
): ObjectStore {
  const store = new MemoryStore(remembered);
  for (const object of objects) {
    store.put(kindOfObject(stringAt(object, 'apiVersion'), stringAt(object, 'kind')), object);
  }
  store.forget();
  return store;
}

class MemoryStore implements ObjectStore {
  readonly #tables = new Map<string, Map<string, JsonObject>>();
  readonly #listeners = new Set<(event: StoreEvent) => void>();
  readonly #remembered: number;
  #log: readonly StoreEvent[] = [];
  #revision = FIRST_REVISION;
  /** Nothing is known of what was before this revision. */
  #oldest = FIRST_REVISION;

  constructor(remembered: number) {
    this.#remembered = remembered;
  }

  revision(): number {
    return this.#revision;
  }

  get(kind: ServedKind, namespace: string, name: string): JsonObject | undefined {
    return this.#tableOf(kind).get(keyOf(namespace, name));
  }

  list(
    kind: ServedKind,
    namespace: string,
    at = this.#revision,
  ): readonly JsonObject[] | undefined {
    if (at < this.#oldest) return undefined;
    return [...this.#tableAt(kind, at)]
      .filter(([key]) => namespace === '' || key.startsWith(`${namespace}/`))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, object]) => object);
  }

  put(kind: ServedKind, object: JsonObject): JsonObject {
    const key = keyOf(namespaceOf(object), nameOf(object));
    const previous = this.#tableOf(kind).get(key);
    const revision = this.#revision + 1;
    const stored = withRevision(object, revision);
    this.#tableOf(kind).set(key, stored);
    const type = previous === undefined ? 'ADDED' : 'MODIFIED';
    this.#record({ type, revision, kind, key, object: stored, previous });
    return stored;
  }

  remove(kind: ServedKind, namespace: string, name: string): void {
    const key = keyOf(namespace, name);
    const previous = this.#tableOf(kind).get(key);
    if (previous === undefined) return;
    this.#tableOf(kind).delete(key);
    const revision = this.#revision + 1;
    const object = withRevision(previous, revision);
    this.#record({ type: 'DELETED', revision, kind, key, object, previous });
  }

  since(revision: number): readonly StoreEvent[] | undefined {
    if (revision < this.#oldest) return undefined;
    return this.#log.filter((event) => event.revision > revision);
  }

  subscribe(listener: (event: StoreEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Forgets how the objects came to be as they are, as a compaction does. */
  forget(): void {
    this.#log = [];
    this.#oldest = this.#revision;
  }

  #tableOf(kind: ServedKind): Map<string, JsonObject> {
    const name = qualifiedName(kind);
    const table = this.#tables.get(name) ?? new Map<string, JsonObject>();
    this.#tables.set(name, table);
    return table;
  }

  /** The table as it was: the writes since then are taken back, the latest first. */
  #tableAt(kind: ServedKind, revision: number): ReadonlyMap<string, JsonObject> {
    if (revision >= this.#revision) return this.#tableOf(kind);
    const table = new Map(this.#tableOf(kind));
    for (const event of this.#log.toReversed()) {
      if (event.revision <= revision || event.kind !== kind) continue;
      if (event.previous === undefined) table.delete(event.key);
      else table.set(event.key, event.previous);
    }
    return table;
  }

  #record(event: StoreEvent): void {
    this.#revision = event.revision;
    this.#log = [...this.#log, event].slice(-this.#remembered);
    const [first] = this.#log;
    if (this.#log.length === this.#remembered && first) this.#oldest = first.revision - 1;
    for (const listener of [...this.#listeners]) listener(event);
  }
}

function withRevision(object: JsonObject, revision: number): JsonObject {
  const metadata = withKey(objectAt(object, 'metadata'), 'resourceVersion', String(revision));
  return withKey(object, 'metadata', metadata);
}
