import type { Finding } from '@/lib/domain/finding';
import { resourceKey, type KubeObject, type ResourceKind } from '@/lib/domain/kube-object';
import type { MeshId } from '@/lib/domain/model';
import type { ObjectStore } from '@/lib/mesh/adapter';
import type { Bucket } from '@/lib/mesh/checks/bucket';
import { ObjectTables, type Change } from '@/lib/mesh/checks/object-tables';
import { refIn } from '@/lib/mesh/checks/object-refs';
import type { KindRef, Lookups, Rule } from '@/lib/mesh/checks/rule';

/** A rule and the mesh that it is of. */
export interface MeshRule {
  readonly mesh: MeshId;
  readonly rule: Rule;
}

/** What can be read, see `Lookups.knows`. Another answer means another `key`. */
export interface Reach {
  readonly key: string;
  knows(kind: KindRef, namespace?: string): boolean;
}

/** A finding and the text that it is put in order by. */
interface PlacedFinding {
  readonly finding: Finding;
  readonly place: string;
}

/** One object under one rule. */
interface Cell {
  readonly mesh: MeshId;
  readonly rule: Rule;
  readonly kind: KindRef;
  readonly object: KubeObject;
  readonly looked: Set<Bucket<Cell>>;
}

/**
 * Judges the objects of one viewer's scope by all rules, and keeps what came out. After a change only those objects
 * are judged again by only those rules that looked at a place where something is different now, so that the answer
 * is always that which a fresh engine would give.
 */
export class CheckEngine {
  readonly #rules: ReadonlyMap<string, readonly MeshRule[]>;
  readonly #kinds: readonly ResourceKind[];
  #tables = new ObjectTables<Cell>();
  #cells = new Map<string, Cell[]>();
  #due = new Set<Cell>();
  #found = new Map<Cell, readonly PlacedFinding[]>();
  /** What was found, in order; null when it has to be put in order again. */
  #listed: readonly Finding[] | null = [];
  #reach: Reach = { key: '', knows: () => false };
  #state = 0;

  /** @param kinds All that are read, so that findings can name objects by their plurals. */
  constructor(rules: readonly MeshRule[], kinds: readonly ResourceKind[]) {
    this.#kinds = kinds;
    this.#rules = byKind(rules);
  }

  /** Takes over what has changed in a store, and gives how many judgements are due because of it. */
  update(store: ObjectStore, reach: Reach): number {
    if (reach.key !== this.#reach.key) this.#forget();
    this.#reach = reach;
    const changes = this.#kinds.flatMap((kind) => this.#tables.changesTo(kind, store.list(kind)));
    for (const change of changes) this.#take(change);
    if (changes.length > 0) this.#state += 1;
    return this.#due.size;
  }

  /**
   * Judges what is due, at most `limit` objects by one rule each.
   *
   * @returns Whether nothing is due any more.
   */
  settle(limit = Infinity): boolean {
    let left = limit;
    for (const cell of this.#due) {
      if (left <= 0) return false;
      left -= 1;
      this.#due.delete(cell);
      this.#judge(cell);
    }
    return true;
  }

  /** What is wrong, by object, then by code and path. */
  findings(): readonly Finding[] {
    this.#listed ??= [...this.#found.values()]
      .flat()
      .toSorted((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : 0))
      .map(({ finding }) => finding);
    return this.#listed;
  }

  /** Names the objects that were judged: another number means that one of them is another. */
  state(): number {
    return this.#state;
  }

  #forget(): void {
    this.#state += 1;
    this.#tables = new ObjectTables<Cell>();
    this.#cells = new Map();
    this.#due = new Set();
    this.#found = new Map();
    this.#listed = [];
  }

  #take(change: Change): void {
    for (const reader of this.#tables.apply(change)) this.#due.add(reader);
    const { kind, id, after } = change;
    const key = resourceKey(kind);
    const place = `${key} ${id}`;
    for (const cell of this.#cells.get(place) ?? []) this.#drop(cell);
    this.#cells.delete(place);
    if (after === undefined) return;
    const cells = (this.#rules.get(key) ?? []).map(({ mesh, rule }) => {
      return { mesh, rule, kind, object: after, looked: new Set<Bucket<Cell>>() };
    });
    if (cells.length > 0) this.#cells.set(place, cells);
    for (const cell of cells) this.#due.add(cell);
  }

  #drop(cell: Cell): void {
    for (const bucket of cell.looked) bucket.readers.delete(cell);
    cell.looked.clear();
    this.#due.delete(cell);
    this.#forgetFound(cell);
  }

  #judge(cell: Cell): void {
    for (const bucket of cell.looked) bucket.readers.delete(cell);
    cell.looked.clear();
    const { mesh, rule, kind, object } = cell;
    const violations = rule.check(object, this.#lookupsOf(cell));
    this.#forgetFound(cell);
    if (violations.length === 0) return;
    const found = violations.map(({ path, message, related = [] }): PlacedFinding => {
      const finding = {
        code: rule.code,
        severity: rule.severity,
        mesh,
        object: refIn(this.#kinds, object, kind),
        path,
        message,
        related: related.map((each) => refIn(this.#kinds, each)),
      };
      return { finding, place: placeOf(finding) };
    });
    this.#found.set(cell, found);
    this.#listed = null;
  }

  #forgetFound(cell: Cell): void {
    if (this.#found.delete(cell)) this.#listed = null;
  }

  #lookupsOf(cell: Cell): Lookups {
    return {
      find: (index, key) => {
        const bucket = this.#tables.bucket(index, key);
        bucket.readers.add(cell);
        cell.looked.add(bucket);
        return bucket.list();
      },
      knows: (kind, namespace) => this.#reach.knows(kind, namespace),
    };
  }
}

/** The rules by each kind that they judge. */
function byKind(rules: readonly MeshRule[]): ReadonlyMap<string, readonly MeshRule[]> {
  const found = new Map<string, MeshRule[]>();
  for (const each of rules) {
    for (const key of new Set(each.rule.subjects.map(resourceKey))) {
      found.set(key, [...(found.get(key) ?? []), each]);
    }
  }
  return found;
}

function placeOf({ object, code, path, message }: Finding): string {
  const { namespace, kind, group, name } = object;
  return [namespace, kind, group, name, code, path, message].join('\u0000');
}
