import type { Rect } from '@/lib/viz/graph/geometry';
import { at } from '@/lib/viz/graph/layout/adjacency';
import { ASPECT, BOX } from '@/lib/viz/graph/layout/box-plan';
import { assignColumns, keepColumns } from '@/lib/viz/graph/layout/columns';
import { levelHints, type Hints, type LevelHints } from '@/lib/viz/graph/layout/hints';
import { outerId } from '@/lib/viz/graph/layout/outer-plan';
import type { PlacedEdge, Problem } from '@/lib/viz/graph/layout/problem';
import {
  groupsOf,
  middlesOf,
  stackAll,
  wishesOf,
  type PlacedGroup,
} from '@/lib/viz/graph/layout/shared-groups';
import { routeShared, type ColumnGrid } from '@/lib/viz/graph/layout/shared-routes';

/** Where everything goes when all boxes share one row of columns. */
export interface SharedPlacement {
  readonly column: readonly number[];
  /** By node. */
  readonly nodes: readonly Rect[];
  /** By item: of a free node its own rectangle. */
  readonly items: readonly Rect[];
  /** The first column of every item. */
  readonly itemColumn: readonly number[];
  readonly edges: readonly PlacedEdge[];
}

const MOST_NODES = 120;
const MOST_ITEMS = 40;

/** Whether a graph is small enough for columns that all boxes share: denser, but costlier to find. */
export function canShareColumns({ nodes, items }: Problem): boolean {
  return nodes.length <= MOST_NODES && items.length <= MOST_ITEMS;
}

/**
 * Lays out all nodes in columns that run through all boxes. Boxes stand over the columns of their
 * members and are stacked where they share some; edges pass them in free lanes.
 */
export function placeShared(problem: Problem, hints: Hints): SharedPlacement {
  const known = levelHints(problem.nodes.map(({ id }) => hints.node.get(id)));
  const column = nodeColumns(problem, known);
  const before = levelHints(problem.items.map((item) => hints.item.get(outerId(problem, item))));
  const draft = groupsOf(problem, column, known?.middles, known === undefined);
  const draftTops = stackAll(problem, draft, before?.middles);
  // Again, with members in the order in which what they call outside of their box now stands.
  const groups = known
    ? draft
    : groupsOf(problem, column, wishesOf(problem, draft, draftTops), false);
  const tops = known ? draftTops : stackAll(problem, groups, middlesOf(draft, draftTops));
  const grid = gridOf(problem, column, groups);
  const items = problem.items.map((_, item) => itemRect(problem, item, groups, tops, grid));
  const nodes = problem.nodes.map((_, node) => nodeRect(problem, node, column, groups, tops, grid));
  const placed = { column, groups, tops, grid, nodes };
  return {
    column,
    nodes,
    items,
    itemColumn: groups.map(({ first }) => first),
    edges: routeShared(problem, placed),
  };
}

function nodeColumns(problem: Problem, known: LevelHints | undefined): number[] {
  const from = problem.edges.map(({ source }) => source);
  const to = problem.edges.map(({ target }) => target);
  if (known !== undefined) return [...keepColumns(known.columns, { from, to })];
  const assigned = assignColumns({
    from,
    to,
    widths: problem.nodes.map(({ width }) => width + BOX.columnGap),
    heights: problem.nodes.map(({ height }) => height + BOX.rowGap),
    aspect: ASPECT,
    leastHeight: LEAST_HEIGHT,
  });
  return [...assigned];
}

/** Columns lower than a screen are not divided. */
const LEAST_HEIGHT = 1100;

function gridOf(
  problem: Problem,
  column: readonly number[],
  groups: readonly PlacedGroup[],
): ColumnGrid {
  const count = column.reduce((most, own) => Math.max(most, own + 1), 0);
  const width = Array<number>(count).fill(0);
  problem.nodes.forEach((node, index) => {
    const own = at(column, index);
    width[own] = Math.max(at(width, own), node.width);
  });
  const left: number[] = [];
  let x = 0;
  width.forEach((own, index) => {
    const walls = groups.filter(({ level, last }) => level !== undefined && last === index).length;
    const starts = groups.filter(
      ({ level, first }) => level !== undefined && first === index + 1,
    ).length;
    const crossing = crossingsOf(problem, column, index);
    left.push(x);
    const gap = Math.min(WIDEST_GAP, BOX.columnGap + crossing * 2);
    x += own + gap + (walls > 0 ? BOX.side : 0) + (starts > 0 ? BOX.side : 0);
  });
  return { left, width };
}

const WIDEST_GAP = 104;

/** How many edges pass the gap to the right of a column. */
function crossingsOf({ edges }: Problem, column: readonly number[], index: number): number {
  return edges.filter(({ source, target }) => {
    const [a, b] = [at(column, source), at(column, target)];
    return Math.min(a, b) <= index && Math.max(a, b) > index;
  }).length;
}

function itemRect(
  problem: Problem,
  item: number,
  groups: readonly PlacedGroup[],
  tops: Float64Array,
  { left, width }: ColumnGrid,
): Rect {
  const { first, last, height, level } = groups[item] ?? NO_GROUP;
  const [x, y] = [at(left, first), at(tops, item)];
  if (level === undefined) {
    const node = problem.nodes[problem.items[item]?.members[0] ?? -1];
    return { x, y, width: node?.width ?? 0, height };
  }
  const right = at(left, last) + at(width, last);
  return { x: x - BOX.side, y, width: right - x + 2 * BOX.side, height };
}

const NO_GROUP = { first: 0, last: 0, height: 0, level: undefined };

function nodeRect(
  problem: Problem,
  node: number,
  column: readonly number[],
  groups: readonly PlacedGroup[],
  tops: Float64Array,
  grid: ColumnGrid,
): Rect {
  const item = at(problem.itemOf, node);
  const group = groups[item];
  const own = at(column, node);
  const { width = 0, height = 0 } = problem.nodes[node] ?? {};
  const middle = at(tops, item) + at(group?.offsets ?? [], at(problem.memberOf, node));
  return {
    x: at(grid.left, own),
    y: middle - height / 2,
    // Members fill their column; a free node keeps its size.
    width: group?.level === undefined ? width : at(grid.width, own),
    height,
  };
}
