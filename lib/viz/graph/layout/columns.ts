import { adjacency, at, type Adjacency } from '@/lib/viz/graph/layout/adjacency';
import { flowRank } from '@/lib/viz/graph/layout/flow-rank';

interface ColumnLinks {
  readonly from: ArrayLike<number>;
  readonly to: ArrayLike<number>;
}

/** What is put into columns. */
export interface ColumnInput extends ColumnLinks {
  /** Width and height of every vertex with its gap. */
  readonly widths: ArrayLike<number>;
  readonly heights: ArrayLike<number>;
  /** Links from outside, which pull a vertex to the left (`in`) or to the right (`out`). */
  readonly outside?: { readonly in: ArrayLike<number>; readonly out: ArrayLike<number> };
  /** Width to height of the whole that columns should come near to. */
  readonly aspect: number;
  /** The least height at which a column is divided. */
  readonly leastHeight: number;
}

/** A column may be this much taller than asked before it is divided: dividing costs clarity. */
const TOLERANCE = 1.5;
const TIGHTENING_SWEEPS = 4;
/** With more links than this for a vertex, the longest path says little and grows without end. */
const DENSE = 1.3;
/** A dense graph may be this much wider than its aspect asks before columns are merged. */
const WIDENESS = 1.6;

/**
 * Gives every vertex a column, so that most links lead to a column further right.
 *
 * Longest path over the acyclic order, then each vertex moves within its slack to where its links
 * are shortest; too tall columns are divided. In dense graphs columns are merged, so links within
 * a column can remain there.
 */
export function assignColumns(input: ColumnInput): Int32Array {
  const count = input.heights.length;
  const order = acyclicOrder(count, input);
  const { out, into } = orient(count, input, order);
  const column = longestPath(order.byRank, into);
  tighten(order.byRank, column, out, into, input.outside);
  mergeWhenDense(column, input, pairCount(input));
  return divideTallColumns(column, input, out, into);
}

interface Order {
  readonly rank: ArrayLike<number>;
  readonly byRank: readonly number[];
}

function acyclicOrder(count: number, { from, to }: ColumnInput): Order {
  const rank = flowRank(count, from, to);
  const byRank = Array.from({ length: count }, (_, v) => v);
  byRank.sort((a, b) => at(rank, a) - at(rank, b));
  return { rank, byRank };
}

function orient(count: number, { from, to }: ColumnInput, { rank }: Order) {
  const left: number[] = [];
  const right: number[] = [];
  for (let i = 0; i < from.length; i++) {
    const [u, v] = [at(from, i), at(to, i)];
    if (u === v) continue;
    const forward = at(rank, u) < at(rank, v);
    left.push(forward ? u : v);
    right.push(forward ? v : u);
  }
  return { out: adjacency(count, left, right), into: adjacency(count, right, left) };
}

function longestPath(byRank: readonly number[], into: Adjacency): Int32Array {
  const column = new Int32Array(byRank.length);
  for (const v of byRank) column[v] = lowest(v, column, into);
  return column;
}

function lowest(v: number, column: Int32Array, into: Adjacency): number {
  let low = 0;
  for (let i = at(into.start, v); i < at(into.start, v + 1); i++) {
    low = Math.max(low, at(column, at(into.list, i)) + 1);
  }
  return low;
}

function highest(v: number, column: Int32Array, out: Adjacency): number {
  let high = Infinity;
  for (let i = at(out.start, v); i < at(out.start, v + 1); i++) {
    high = Math.min(high, at(column, at(out.list, i)) - 1);
  }
  return high;
}

function tighten(
  byRank: readonly number[],
  column: Int32Array,
  out: Adjacency,
  into: Adjacency,
  outside: ColumnInput['outside'],
): void {
  for (let sweep = 0; sweep < TIGHTENING_SWEEPS; sweep++) {
    const backwards = sweep % 2 === 0;
    for (const v of backwards ? byRank.toReversed() : byRank) {
      const high = highest(v, column, out);
      const pullRight = degree(out, v) + at(outside?.out ?? [], v);
      const pullLeft = degree(into, v) + at(outside?.in ?? [], v);
      column[v] = Number.isFinite(high) && pullRight > pullLeft ? high : lowest(v, column, into);
    }
  }
}

function degree(links: Adjacency, v: number): number {
  return at(links.start, v + 1) - at(links.start, v);
}

function mergeWhenDense(column: Int32Array, input: ColumnInput, linkCount: number): void {
  const columns = column.reduce((most, own) => Math.max(most, own + 1), 0);
  const mean = column.reduce((sum, _, v) => sum + at(input.widths, v), 0) / column.length;
  const fitting = (idealHeight(input) * input.aspect * WIDENESS) / mean;
  const wanted = Math.max(3, Math.ceil(fitting));
  if (columns <= wanted || linkCount <= DENSE * column.length) return;
  for (let v = 0; v < column.length; v++) {
    column[v] = Math.floor((at(column, v) * wanted) / columns);
  }
}

/** The height of a rectangle of the wanted aspect that all vertices would just fill. */
function idealHeight({ widths, heights, aspect }: ColumnInput): number {
  let area = 0;
  for (let v = 0; v < heights.length; v++) area += at(widths, v) * at(heights, v);
  return Math.sqrt(area / aspect);
}

function divideTallColumns(
  column: Int32Array,
  input: ColumnInput,
  out: Adjacency,
  into: Adjacency,
): Int32Array {
  const { heights } = input;
  const heightLimit = Math.max(input.leastHeight, idealHeight(input));
  const members = membersOf(column);
  const divided = new Int32Array(column.length);
  let next = 0;
  for (const vertices of members) {
    const height = vertices.reduce((sum, v) => sum + at(heights, v), 0);
    const parts = height > heightLimit * TOLERANCE ? Math.ceil(height / heightLimit) : 1;
    // What calls more stands further left than what is only called.
    const sorted =
      parts === 1
        ? vertices
        : vertices.toSorted(
            (a, b) => degree(out, b) - degree(out, a) || degree(into, a) - degree(into, b) || a - b,
          );
    const size = Math.ceil(sorted.length / parts);
    sorted.forEach((v, index) => (divided[v] = next + Math.floor(index / size)));
    next += Math.max(1, Math.ceil(sorted.length / size));
  }
  return divided;
}

/** Links between different vertices, without repeats and directions. */
function pairCount({ from, to, heights }: ColumnInput): number {
  const pairs = new Set<number>();
  for (let i = 0; i < from.length; i++) {
    const [u, v] = [at(from, i), at(to, i)];
    if (u !== v) pairs.add(Math.min(u, v) * heights.length + Math.max(u, v));
  }
  return pairs.size;
}

function membersOf(column: Int32Array): number[][] {
  const members: number[][] = [];
  column.forEach((own, v) => {
    while (members.length <= own) members.push([]);
    members[own]?.push(v);
  });
  return members.filter((vertices) => vertices.length > 0);
}

/**
 * Keeps the columns that vertices had before and finds one for each that is new (NaN): right of
 * its first known caller, else left of what it calls, else the first column.
 */
export function keepColumns(before: ArrayLike<number>, links: ColumnLinks): Int32Array {
  const count = before.length;
  const out = adjacency(count, links.from, links.to);
  const into = adjacency(count, links.to, links.from);
  const column = Array.from({ length: count }, (_, v) => {
    const own = at(before, v);
    if (!Number.isNaN(own)) return own;
    const callers = knownColumns(v, before, into);
    if (callers.length > 0) return Math.max(...callers) + 1;
    const called = knownColumns(v, before, out);
    return called.length > 0 ? Math.min(...called) - 1 : 0;
  });
  const used = [...new Set(column)].sort((a, b) => a - b);
  const dense = new Map(used.map((own, index) => [own, index]));
  return Int32Array.from(column, (own) => dense.get(own) ?? 0);
}

function knownColumns(v: number, before: ArrayLike<number>, links: Adjacency): number[] {
  return Array.from(links.list.subarray(at(links.start, v), at(links.start, v + 1)))
    .map((w) => at(before, w))
    .filter((own) => !Number.isNaN(own));
}
