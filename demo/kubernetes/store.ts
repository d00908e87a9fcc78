import { stringAt, withKey, type JsonObject } from './json';
import { kindOfObject, qualifiedName, type ServedKind } from './kinds';

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
  const tables = new Map<string, Map<string, JsonObject>>();
  const listeners = new Set<(event: StoreEvent) => void>();
  let log: StoreEvent[] = [];
  let revision = FIRST_REVISION;
  let oldest = FIRST_REVISION;

  const tableOf = (kind: ServedKind): Map<string, JsonObject> => {
    const name = qualifiedName(kind);
    const table = tables.get(name) ?? new Map<string, JsonObject>();
    tables.set(name, table);
    return table;
  };

  const record = (event: StoreEvent): void => {
    log.push(event);
    if (log.length > remembered) {
      log = log.slice(-remembered);
      oldest = (log[0]?.revision ?? revision) - 1;
    }
    for (const listener of [...listeners]) listener(event);
  };

  const tableAt = (kind: ServedKind, at: number): Map<string, JsonObject> => {
    const table = new Map(tableOf(kind));
    for (const event of log.toReversed()) {
      if (event.revision <= at || qualifiedName(event.kind) !== qualifiedName(kind)) continue;
      if (event.previous === undefined) table.delete(event.key);
      else table.set(event.key, event.previous);
    }
    return table;
  };

  const put = (kind: ServedKind, object: JsonObject): JsonObject => {
    revision += 1;
    const stored = withRevision(object, revision);
    const key = keyOf(namespaceOf(object), nameOf(object));
    const previous = tableOf(kind).get(key);
    tableOf(kind).set(key, stored);
    const type = previous === undefined ? 'ADDED' : 'MODIFIED';
    record({ type, revision, kind, key, object: stored, previous });
    return stored;
  };

  for (const object of objects) {
    put(kindOfObject(stringAt(object, 'apiVersion'), stringAt(object, 'kind')), object);
  }
  log = [];
  oldest = revision;

  return {
    revision: () => revision,
    get: (kind, namespace, name) => tableOf(kind).get(keyOf(namespace, name)),
    list(kind, namespace, at = revision) {
      if (at < oldest) return undefined;
      const table = at >= revision ? tableOf(kind) : tableAt(kind, at);
      return [...table]
        .filter(([key]) => namespace === '' || key.startsWith(`${namespace}/`))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, object]) => object);
    },
    put,
    remove(kind, namespace, name) {
      const key = keyOf(namespace, name);
      const previous = tableOf(kind).get(key);
      if (previous === undefined) return;
      revision += 1;
      tableOf(kind).delete(key);
      const object = withRevision(previous, revision);
      record({ type: 'DELETED', revision, kind, key, object, previous });
    },
    since: (after) => (after < oldest ? undefined : log.filter((e) => e.revision > after)),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function withRevision(object: JsonObject, revision: number): JsonObject {
  const metadata = object.metadata;
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) {
    throw new Error('an object needs metadata');
  }
  return withKey(object, 'metadata', { ...metadata, resourceVersion: String(revision) });
}
