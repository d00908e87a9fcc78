import {
  adjacency,
  atFloat,
  atInt,
  atList,
  type Adjacency,
} from '@/lib/viz/graph/layout/adjacency';
import type { Lattice } from '@/lib/viz/graph/layout/lattice';
import type { ColumnOrder } from '@/lib/viz/graph/layout/order';

interface RowOptions {
  /** Least distance between two items of a column; half of it next to a bend. */
  readonly gap: number;
}

const SWEEPS = 12;

/**
 * Gives every vertex the height of its middle. Each column keeps its order and distances and comes
 * as near as it can, by least squares, to where its links would be level (isotonic regression by
 * pooling adjacent violators).
 *
 * @returns Middles, by vertex; the mean of the first column's is near 0.
 */
export function placeRows(lattice: Lattice, order: ColumnOrder, { gap }: RowOptions): Float64Array {
  const y = stack(lattice, order, gap);
  const right = adjacency(lattice.column.length, lattice.from, lattice.to);
  const left = adjacency(lattice.column.length, lattice.to, lattice.from);
  const settle = (column: readonly number[], sides: readonly Side[]) =>
    settleColumn(lattice, column, y, sides, gap);
  const sides = { left: side(left, lattice, true), right: side(right, lattice, false) };
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const rightwards = sweep % 2 === 0;
    const both = sweep >= SWEEPS / 2;
    const used = both ? [sides.left, sides.right] : [rightwards ? sides.left : sides.right];
    for (const column of rightwards ? order : order.toReversed()) settle(column, used);
  }
  return y;
}

interface Side {
  readonly links: Adjacency;
  /** What to add to a neighbour's middle to make the link level. */
  readonly shift: (link: number) => number;
}

function side(links: Adjacency, { fromOffset, toOffset }: Lattice, leftwards: boolean): Side {
  const sign = leftwards ? 1 : -1;
  return { links, shift: (link) => sign * (atList(fromOffset, link) - atList(toOffset, link)) };
}

/** Half heights of both and the gap that fits what they are. */
function distance(lattice: Lattice, upper: number, lower: number, gap: number): number {
  const bent = upper >= lattice.itemCount || lower >= lattice.itemCount;
  const own = (atList(lattice.height, upper) + atList(lattice.height, lower)) / 2;
  return own + (bent ? gap / 2 : gap);
}

function stack(lattice: Lattice, order: ColumnOrder, gap: number): Float64Array {
  const y = new Float64Array(lattice.column.length);
  for (const column of order) {
    let top = 0;
    column.forEach((v, i) => {
      if (i > 0) top += distance(lattice, atList(column, i - 1), v, gap);
      y[v] = top;
    });
    for (const v of column) y[v] = atFloat(y, v) - top / 2;
  }
  return y;
}

function settleColumn(
  lattice: Lattice,
  column: readonly number[],
  y: Float64Array,
  sides: readonly Side[],
  gap: number,
): void {
  const blocks: Block[] = [];
  let offset = 0;
  column.forEach((v, i) => {
    if (i > 0) offset += distance(lattice, atList(column, i - 1), v, gap);
    const wish = wishOf(lattice, v, y, sides);
    push(blocks, { sum: (wish.y - offset) * wish.weight, weight: wish.weight, size: 1 });
  });
  let index = 0;
  offset = 0;
  for (const block of blocks) {
    for (let i = 0; i < block.size; i++, index++) {
      const v = atList(column, index);
      if (index > 0) offset += distance(lattice, atList(column, index - 1), v, gap);
      y[v] = block.sum / block.weight + offset;
    }
  }
}

/** Neighbours in a column that stand as close as they may, with where they want to be. */
interface Block {
  readonly sum: number;
  readonly weight: number;
  readonly size: number;
}

function push(blocks: Block[], added: Block): void {
  let block = added;
  let above = blocks.at(-1);
  while (above !== undefined && above.sum / above.weight > block.sum / block.weight) {
    blocks.pop();
    block = {
      sum: above.sum + block.sum,
      weight: above.weight + block.weight,
      size: above.size + block.size,
    };
    above = blocks.at(-1);
  }
  blocks.push(block);
}

/** A vertex without links likes its place a little. */
const IDLE_WEIGHT = 0.05;

function wishOf(lattice: Lattice, v: number, y: Float64Array, sides: readonly Side[]) {
  let sum = atFloat(y, v) * IDLE_WEIGHT;
  let weight = IDLE_WEIGHT;
  for (const { links, shift } of sides) {
    for (let i = atInt(links.start, v); i < atInt(links.start, v + 1); i++) {
      const link = atInt(links.link, i);
      const pull = atList(lattice.pull, link);
      sum += (atFloat(y, atInt(links.list, i)) + shift(link)) * pull;
      weight += pull;
    }
  }
  return { y: sum / weight, weight };
}
