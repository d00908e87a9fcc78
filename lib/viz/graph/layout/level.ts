import { at } from '@/lib/viz/graph/layout/adjacency';
import { buildLattice, type Lattice, type LatticeLink } from '@/lib/viz/graph/layout/lattice';
import { orderColumns, type ColumnOrder } from '@/lib/viz/graph/layout/order';
import { placeRows } from '@/lib/viz/graph/layout/rows';

/** One level of the layout: the nodes of a box, or the boxes themselves. */
export interface Level {
  readonly lattice: Lattice;
  readonly order: ColumnOrder;
  /** The height of every vertex's middle. */
  readonly middle: Float64Array;
  /** Left and right edge of every vertex; the first column starts at 0. */
  readonly left: Float64Array;
  readonly right: Float64Array;
  readonly width: number;
  readonly top: number;
  readonly bottom: number;
}

export interface LevelInput {
  readonly column: ArrayLike<number>;
  readonly widths: ArrayLike<number>;
  readonly heights: ArrayLike<number>;
  readonly links: readonly LatticeLink[];
  readonly rowGap: number;
  /** The gap to the right of a column, given how many links cross it. */
  readonly columnGap: (column: number, links: number) => number;
  readonly hints?: ArrayLike<number> | undefined;
  readonly fixed?: ReadonlySet<number> | undefined;
  /** Whether items fill their column, or start at its left; those of the first end at its right. */
  readonly stretch: boolean;
  /** Whether to look for a new order, or only to improve the hinted one. */
  readonly reorder: boolean;
}

/** Orders and places the items of one level, whose columns are known. */
export function layOutLevel(input: LevelInput): Level {
  const lattice = buildLattice(input.column, input.heights, input.links);
  const { hints, fixed, reorder } = input;
  const order = orderColumns(lattice, { hints, fixed, reorder });
  const middle = placeRows(lattice, order, { gap: input.rowGap });
  return {
    lattice,
    order,
    middle,
    ...placeColumns(input, lattice),
    ...verticalExtent(lattice, middle),
  };
}

function placeColumns(input: LevelInput, lattice: Lattice) {
  const widest = Array<number>(lattice.columnCount).fill(0);
  for (let v = 0; v < input.column.length; v++) {
    const own = at(input.column, v);
    widest[own] = Math.max(at(widest, own), at(input.widths, v));
  }
  const starts: number[] = [];
  let width = 0;
  widest.forEach((own, index) => {
    starts.push(width);
    width += own;
    if (index + 1 < widest.length) width += input.columnGap(index, linksBeside(lattice, index));
  });
  const left = new Float64Array(lattice.column.length);
  const right = new Float64Array(lattice.column.length);
  lattice.column.forEach((own, v) => {
    const full = input.stretch || v >= lattice.itemCount;
    const wide = full ? at(widest, own) : at(input.widths, v);
    left[v] = at(starts, own) + (own === 0 ? at(widest, own) - wide : 0);
    right[v] = at(left, v) + wide;
  });
  return { left, right, width };
}

function linksBeside(lattice: Lattice, column: number): number {
  return lattice.from.reduce((sum, u) => sum + (at(lattice.column, u) === column ? 1 : 0), 0);
}

function verticalExtent(lattice: Lattice, middle: Float64Array) {
  let [top, bottom] = [Infinity, -Infinity];
  middle.forEach((y, v) => {
    top = Math.min(top, y - at(lattice.height, v) / 2);
    bottom = Math.max(bottom, y + at(lattice.height, v) / 2);
  });
  return top > bottom ? { top: 0, bottom: 0 } : { top, bottom };
}
