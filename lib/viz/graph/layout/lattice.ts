import { at } from '@/lib/viz/graph/layout/adjacency';

/** A link to be laid out, with where it touches its ends. */
export interface LatticeLink {
  readonly from: number;
  readonly to: number;
  /** How many edges it stands for; wider bundles get wider lanes and are kept straighter. */
  readonly weight: number;
  /** Where it touches each end: distance below the middle of the item. */
  readonly fromOffset: number;
  readonly toOffset: number;
}

/**
 * Items in columns, and long links broken at every column between by a bend, so that every link of
 * the lattice joins neighbouring columns, left to right.
 */
export interface Lattice {
  /** Vertices below this are items, by their index; the others are bends. */
  readonly itemCount: number;
  readonly columnCount: number;
  readonly column: readonly number[];
  readonly height: readonly number[];
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly fromOffset: readonly number[];
  readonly toOffset: readonly number[];
  /** How strongly a link wants to be level. */
  readonly pull: readonly number[];
  /** For every given link its vertices, left to right; both ends only when they share a column. */
  readonly chains: readonly (readonly number[])[];
}

/** Beyond so many bends for an item, links that span many columns are drawn straight across. */
const BENDS_PER_ITEM = 3;
const FREE_BENDS = 60;
const MOST_BENDS = 2500;
const LANE = 5;
const SMALLEST_BEND = 10;

/** Breaks links at columns. Cost: one vertex a link and column it passes, bounded. */
export function buildLattice(
  column: ArrayLike<number>,
  heights: ArrayLike<number>,
  links: readonly LatticeLink[],
): Lattice {
  const lattice = emptyLattice(column, heights);
  const longest = longestBentSpan(column, links);
  for (const link of links) lattice.chains.push(addChain(lattice, link, longest));
  return lattice;
}

function emptyLattice(column: ArrayLike<number>, heights: ArrayLike<number>) {
  const columns = Array.from(column);
  return {
    itemCount: columns.length,
    columnCount: columns.reduce((most, own) => Math.max(most, own + 1), 0),
    column: columns,
    height: Array.from(heights),
    from: Array<number>(),
    to: Array<number>(),
    fromOffset: Array<number>(),
    toOffset: Array<number>(),
    pull: Array<number>(),
    chains: Array<number[]>(),
  };
}

function longestBentSpan(column: ArrayLike<number>, links: readonly LatticeLink[]): number {
  const bySpan: number[] = [];
  for (const { from, to } of links) {
    const span = Math.abs(at(column, from) - at(column, to));
    bySpan[span] = (bySpan[span] ?? 0) + 1;
  }
  const most = Math.min(MOST_BENDS, FREE_BENDS + BENDS_PER_ITEM * column.length);
  let bends = 0;
  for (let span = 2; span < bySpan.length; span++) {
    bends += (bySpan[span] ?? 0) * (span - 1);
    if (bends > most) return span - 1;
  }
  return Infinity;
}

function addChain(
  lattice: ReturnType<typeof emptyLattice>,
  link: LatticeLink,
  longest: number,
): number[] {
  const turned = at(lattice.column, link.from) > at(lattice.column, link.to);
  const left = turned ? link.to : link.from;
  const right = turned ? link.from : link.to;
  const first = at(lattice.column, left);
  const span = at(lattice.column, right) - first;
  if (span === 0 || span > longest) return [left, right];
  const chain = [left];
  for (let step = 1; step < span; step++) {
    chain.push(lattice.column.length);
    lattice.column.push(first + step);
    lattice.height.push(Math.max(SMALLEST_BEND, link.weight * LANE));
  }
  chain.push(right);
  const offsets = turned ? [link.toOffset, link.fromOffset] : [link.fromOffset, link.toOffset];
  join(lattice, chain, at(offsets, 0), at(offsets, 1), link.weight);
  return chain;
}

function join(
  lattice: ReturnType<typeof emptyLattice>,
  chain: readonly number[],
  startOffset: number,
  endOffset: number,
  weight: number,
): void {
  const last = chain.length - 2;
  for (let i = 0; i <= last; i++) {
    lattice.from.push(at(chain, i));
    lattice.to.push(at(chain, i + 1));
    lattice.fromOffset.push(i === 0 ? startOffset : 0);
    lattice.toOffset.push(i === last ? endOffset : 0);
    lattice.pull.push(pullOf(i > 0, i < last) * weight);
  }
}

/** The middle of a long link should be level before its ends (the factors of the dot algorithm). */
function pullOf(startsAtBend: boolean, endsAtBend: boolean): number {
  if (startsAtBend && endsAtBend) return 8;
  return startsAtBend || endsAtBend ? 2 : 1;
}
