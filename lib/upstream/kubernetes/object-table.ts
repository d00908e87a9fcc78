import 'server-only';
import type { KubeObject } from '@/lib/domain/kube-object';

/** Objects of one kind by namespace and name, where the newer one of two counts. */
export interface ObjectTable {
  /** Replaces everything. */
  reset(items: readonly KubeObject[]): void;
  /** Gives false when it holds that object in this or a newer version already. */
  put(object: KubeObject): boolean;
  /** Gives false when there was none, or only a newer one. */
  remove(object: KubeObject): boolean;
  get(namespace: string | undefined, name: string): KubeObject | undefined;
  /** In the order of namespace and name. The same array until something changes. */
  list(): readonly KubeObject[];
}

/** Creates an empty table. */
export function createObjectTable(): ObjectTable {
  const byKey = new Map<string, KubeObject>();
  let listed: readonly KubeObject[] | null = [];

  return {
    reset(items) {
      byKey.clear();
      for (const item of items) byKey.set(keyOf(item), item);
      listed = null;
    },
    put(object) {
      const held = byKey.get(keyOf(object));
      if (held !== undefined && !isNewer(object, held)) return false;
      byKey.set(keyOf(object), object);
      listed = null;
      return true;
    },
    remove(object) {
      const held = byKey.get(keyOf(object));
      if (held === undefined || isNewer(held, object)) return false;
      byKey.delete(keyOf(object));
      listed = null;
      return true;
    },
    get: (namespace, name) => byKey.get(key(namespace, name)),
    list() {
      listed ??= [...byKey.entries()]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([, object]) => object);
      return listed;
    },
  };
}

function keyOf({ metadata }: KubeObject): string {
  return key(metadata.namespace, metadata.name);
}

/** A space sorts before every letter of a name, so that keys sort as (namespace, name) does. */
function key(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''} ${name}`;
}

/**
 * Compares resource versions, which are decimal numbers that only grow; where one is not, whatever comes later
 * is taken for newer.
 */
function isNewer(object: KubeObject, than: KubeObject): boolean {
  const [a, b] = [versionOf(object), versionOf(than)];
  return a === null || b === null || a > b;
}

function versionOf({ metadata }: KubeObject): bigint | null {
  const version = metadata.resourceVersion ?? '';
  return /^[0-9]{1,20}$/.test(version) ? BigInt(version) : null;
}
