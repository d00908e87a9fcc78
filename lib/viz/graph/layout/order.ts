import {
  adjacency,
  at,
  atFloat,
  atInt,
  atList,
  type Adjacency,
} from '@/lib/viz/graph/layout/adjacency';
import type { Lattice } from '@/lib/viz/graph/layout/lattice';

/** How the vertices of each column follow each other, top to bottom. */
export type ColumnOrder = readonly (readonly number[])[];

interface OrderOptions {
  /** Where an item was or wants to be; NaN for one that nobody knows. */
  readonly hints?: ArrayLike<number> | undefined;
  /** Columns whose order is given by the hints and must stay. */
  readonly fixed?: ReadonlySet<number> | undefined;
  /** Whether to look for a new order, or only to improve the hinted one. */
  readonly reorder: boolean;
}

const SWEEPS = 12;
/** Link visits that one ordering may cost; large graphs get fewer sweeps. */
const EFFORT = 100_000;
const SWAP_ROUNDS = 6;

/**
 * Orders each column so that few links cross: barycentre sweeps, then swaps of neighbours that
 * remove crossings. Without `reorder` it only swaps, so that a graph that grew by one node keeps the
 * order it was hinted.
 */
export function orderColumns(lattice: Lattice, options: OrderOptions): ColumnOrder {
  const ordering = new Ordering(lattice, options.fixed ?? new Set());
  ordering.start(options.hints);
  if (options.reorder) ordering.sweep();
  ordering.swapNeighbours();
  return ordering.columns;
}

/** Counts how many pairs of links between neighbouring columns cross. O(links · log links). */
export function countCrossings(lattice: Lattice, columns: ColumnOrder): number {
  const place = placesOf(columns, lattice.column.length);
  const keys = new Float64Array(lattice.from.length);
  const stride = lattice.column.length + 1;
  for (let i = 0; i < keys.length; i++) {
    const u = atList(lattice.from, i);
    const gap = atList(lattice.column, u);
    const left = atInt(place, u);
    keys[i] = (gap * stride + left) * stride + atInt(place, atList(lattice.to, i));
  }
  return inversions(keys.sort(), stride);
}

function placesOf(columns: ColumnOrder, vertexCount: number): Int32Array {
  const place = new Int32Array(vertexCount);
  for (const column of columns) column.forEach((v, index) => (place[v] = index));
  return place;
}

/**
 * Pairs that are ordered one way on the left and the other way on the right, by a Fenwick tree.
 * Keys are sorted and hold gap, left and right place, in base `stride`.
 */
function inversions(keys: Float64Array, stride: number): number {
  const tree = new Int32Array(stride + 1);
  let [count, seen, gap] = [0, 0, -1];
  for (const key of keys) {
    const right = key % stride;
    const own = Math.floor(key / stride / stride);
    if (own !== gap) {
      tree.fill(0);
      [gap, seen] = [own, 0];
    }
    let notAbove = 0;
    for (let i = right + 1; i > 0; i -= i & -i) notAbove += atInt(tree, i);
    count += seen - notAbove;
    seen++;
    for (let i = right + 1; i <= stride; i += i & -i) tree[i] = atInt(tree, i) + 1;
  }
  return count;
}

class Ordering {
  columns: number[][];
  private readonly right: Adjacency;
  private readonly left: Adjacency;
  private readonly place: Int32Array;
  private readonly key: Float64Array;

  private readonly lattice: Lattice;
  private readonly fixed: ReadonlySet<number>;

  constructor(lattice: Lattice, fixed: ReadonlySet<number>) {
    this.lattice = lattice;
    this.fixed = fixed;
    const count = lattice.column.length;
    this.right = adjacency(count, lattice.from, lattice.to);
    this.left = adjacency(count, lattice.to, lattice.from);
    this.place = new Int32Array(count);
    this.key = new Float64Array(count);
    this.columns = Array.from({ length: lattice.columnCount }, () => []);
    lattice.column.forEach((column, v) => this.columns[column]?.push(v));
  }

  start(hints: ArrayLike<number> | undefined): void {
    if (hints !== undefined) {
      this.key.fill(NaN);
      for (let v = 0; v < this.lattice.itemCount; v++) this.key[v] = at(hints, v);
      this.keyBends();
      this.keyUnknown();
      for (const column of this.columns) this.sortByKey(column);
    }
    for (const column of this.columns) this.remember(column);
  }

  sweep(): void {
    const rounds = Math.min(SWEEPS, Math.ceil(EFFORT / (this.lattice.from.length + 1)));
    let best = this.columns.map((column) => column.slice());
    let fewest = countCrossings(this.lattice, this.columns);
    for (let round = 0; round < rounds && fewest > 0; round++) {
      const rightwards = round % 2 === 0;
      for (const column of rightwards ? this.columns : this.columns.toReversed()) {
        this.sortByNeighbours(column, rightwards ? this.left : this.right);
      }
      const crossings = countCrossings(this.lattice, this.columns);
      if (crossings >= fewest) continue;
      fewest = crossings;
      best = this.columns.map((column) => column.slice());
    }
    this.columns = best;
    for (const column of this.columns) this.remember(column);
  }

  swapNeighbours(): void {
    const movable = this.columns.filter((_, index) => !this.fixed.has(index));
    const affordable = Math.ceil(EFFORT / (this.lattice.from.length + 1));
    for (let round = 0; round < Math.min(SWAP_ROUNDS, affordable); round++) {
      const swapped = movable.filter((column) => this.swapInColumn(column));
      if (swapped.length === 0) return;
    }
  }

  private swapInColumn(column: number[]): boolean {
    let swapped = false;
    for (let i = 0; i + 1 < column.length; i++) {
      const [upper, lower] = [atList(column, i), atList(column, i + 1)];
      if (this.gainOfSwap(upper, lower) <= 0) continue;
      [column[i], column[i + 1]] = [lower, upper];
      [this.place[upper], this.place[lower]] = [i + 1, i];
      swapped = true;
    }
    return swapped;
  }

  private gainOfSwap(upper: number, lower: number): number {
    return this.gainAgainst(this.left, upper, lower) + this.gainAgainst(this.right, upper, lower);
  }

  /** Crossings that the links of both have now, less those after a swap. */
  private gainAgainst(links: Adjacency, upper: number, lower: number): number {
    let gain = 0;
    for (let i = atInt(links.start, upper); i < atInt(links.start, upper + 1); i++) {
      const a = atInt(this.place, atInt(links.list, i));
      for (let j = atInt(links.start, lower); j < atInt(links.start, lower + 1); j++) {
        gain += Math.sign(a - atInt(this.place, atInt(links.list, j)));
      }
    }
    return gain;
  }

  private sortByNeighbours(column: number[], links: Adjacency): void {
    const first = column[0];
    if (first === undefined || this.fixed.has(atList(this.lattice.column, first))) return;
    column.forEach((v, index) => {
      const from = atInt(links.start, v);
      const degree = atInt(links.start, v + 1) - from;
      let sum = 0;
      for (let i = 0; i < degree; i++) sum += this.share(atInt(links.list, from + i));
      this.key[v] = degree === 0 ? (index + 0.5) / column.length : sum / degree;
    });
    this.sortByKey(column);
    this.remember(column);
  }

  /** Where a vertex stands in its column: 0 at the top, 1 at the bottom. */
  private share(v: number): number {
    const size = this.columns[atList(this.lattice.column, v)]?.length ?? 1;
    return (atInt(this.place, v) + 0.5) / size;
  }

  private sortByKey(column: number[]): void {
    column.sort((a, b) => atFloat(this.key, a) - atFloat(this.key, b) || a - b);
  }

  private remember(column: readonly number[]): void {
    column.forEach((v, index) => (this.place[v] = index));
  }

  private keyBends(): void {
    for (const chain of this.lattice.chains) {
      const from = atFloat(this.key, atList(chain, 0));
      const to = atFloat(this.key, atList(chain, chain.length - 1));
      for (let i = 1; i + 1 < chain.length; i++) {
        this.key[atList(chain, i)] = from + ((to - from) * i) / (chain.length - 1);
      }
    }
  }

  /** What has no hint goes to the mean of its known neighbours, or to the end. */
  private keyUnknown(): void {
    const known = this.key.slice();
    this.key.forEach((own, v) => {
      if (!Number.isNaN(own)) return;
      const around = [...neighbours(this.left, v), ...neighbours(this.right, v)]
        .map((w) => atFloat(known, w))
        .filter((value) => !Number.isNaN(value));
      const sum = around.reduce((total, value) => total + value, 0);
      this.key[v] = around.length === 0 ? Number.MAX_SAFE_INTEGER : sum / around.length;
    });
  }
}

function neighbours(links: Adjacency, v: number): Int32Array {
  return links.list.subarray(atInt(links.start, v), atInt(links.start, v + 1));
}
