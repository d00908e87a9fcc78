import { curveThrough, loopCurve, type Stop } from '@/lib/viz/graph/curve';
import type { Rect } from '@/lib/viz/graph/geometry';
import { at } from '@/lib/viz/graph/layout/adjacency';
import { ASPECT, BOX } from '@/lib/viz/graph/layout/box-plan';
import { assignColumns, keepColumns } from '@/lib/viz/graph/layout/columns';
import { levelHints, type Hints, type LevelHints } from '@/lib/viz/graph/layout/hints';
import { Lanes } from '@/lib/viz/graph/layout/lanes';
import { layOutLevel, type Level } from '@/lib/viz/graph/layout/level';
import { OUTER, outerId } from '@/lib/viz/graph/layout/outer-plan';
import type { IndexedEdge, PlacedEdge, Problem } from '@/lib/viz/graph/layout/problem';
import { spreadEnds } from '@/lib/viz/graph/layout/spread';
import { stackGroups, type Group } from '@/lib/viz/graph/layout/stack-groups';

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

const MOST_NODES = 160;
const MOST_ITEMS = 60;

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
  const draftTops = stack(problem, draft, before?.middles);
  // Again, with members in the order in which what they call outside of their box now stands.
  const groups = known
    ? draft
    : groupsOf(problem, column, wishesOf(problem, draft, draftTops), false);
  const tops = known ? draftTops : stack(problem, groups, middlesOf(draft, draftTops));
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

function groupsOf(
  problem: Problem,
  column: readonly number[],
  hints: Float64Array | undefined,
  reorder: boolean,
): PlacedGroup[] {
  return problem.items.map(({ box, members }) =>
    groupOf(problem, members, column, box === null, {
      hints: hints && members.map((node) => at(hints, node)),
      reorder,
    }),
  );
}

function stack(
  problem: Problem,
  groups: readonly PlacedGroup[],
  middles: Float64Array | undefined,
): Float64Array {
  return stackGroups({ groups, pulls: pullsOf(problem, groups), gap: OUTER.rowGap - 8, middles });
}

function middlesOf(groups: readonly PlacedGroup[], tops: Float64Array): Float64Array {
  return Float64Array.from(groups, ({ height }, group) => at(tops, group) + height / 2);
}

/** For every node the mean of where it stands and where the other ends of its edges stand. */
function wishesOf(problem: Problem, groups: readonly PlacedGroup[], tops: Float64Array) {
  const { itemOf, memberOf, nodes, edges } = problem;
  const middle = nodes.map((_, node) => {
    const item = at(itemOf, node);
    return at(tops, item) + at(groups[item]?.offsets ?? [], at(memberOf, node));
  });
  const sum = Float64Array.from(middle);
  const weight = new Float64Array(nodes.length).fill(1);
  const pull = (node: number, other: number) => {
    sum[node] = at(sum, node) + at(middle, other);
    weight[node] = at(weight, node) + 1;
  };
  for (const { source, target } of edges) {
    pull(source, target);
    pull(target, source);
  }
  return sum.map((own, node) => own / at(weight, node));
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

interface PlacedGroup extends Group {
  /** Undefined for a free node. */
  readonly level: Level | undefined;
  /** For the index of an edge within it, the index of its link. */
  readonly linkOfEdge: ReadonlyMap<number, number>;
  /** How far below the top of the group the middle of each member is. */
  readonly offsets: readonly number[];
}

function groupOf(
  problem: Problem,
  members: readonly number[],
  column: readonly number[],
  isFree: boolean,
  order: { readonly hints: readonly number[] | undefined; readonly reorder: boolean },
): PlacedGroup {
  const columns = members.map((node) => at(column, node));
  const [first, last] = [Math.min(...columns), Math.max(...columns)];
  const heights = members.map((node) => problem.nodes[node]?.height ?? 0);
  if (isFree) {
    const height = at(heights, 0);
    return { first, last, height, level: undefined, linkOfEdge: new Map(), offsets: [height / 2] };
  }
  const { links, linkOfEdge } = innerLinks(problem, new Set(members));
  const level = layOutLevel({
    column: columns.map((own) => own - first),
    widths: heights.map(() => 0),
    heights,
    links,
    rowGap: BOX.rowGap,
    columnGap: () => 0,
    stretch: true,
    ...order,
  });
  const offsets = members.map((_, v) => BOX.title + at(level.middle, v) - level.top);
  const height = level.bottom - level.top + BOX.title + BOX.pad;
  return { first, last, height, level, linkOfEdge, offsets };
}

function innerLinks({ edges, memberOf }: Problem, inside: ReadonlySet<number>) {
  const links: {
    from: number;
    to: number;
    weight: number;
    fromOffset: number;
    toOffset: number;
  }[] = [];
  const linkOfEdge = new Map<number, number>();
  edges.forEach(({ source, target }, edge) => {
    if (source === target || !inside.has(source) || !inside.has(target)) return;
    linkOfEdge.set(edge, links.length);
    const ends = { from: at(memberOf, source), to: at(memberOf, target) };
    links.push({ ...ends, weight: 1, fromOffset: 0, toOffset: 0 });
  });
  return { links, linkOfEdge };
}

function pullsOf({ edges, itemOf, memberOf }: Problem, groups: readonly PlacedGroup[]) {
  return edges.flatMap(({ source, target }) => {
    const [a, b] = [at(itemOf, source), at(itemOf, target)];
    if (a === b) return [];
    const offsetA = at(groups[a]?.offsets ?? [], at(memberOf, source));
    const offsetB = at(groups[b]?.offsets ?? [], at(memberOf, target));
    return [{ a, b, offsetA, offsetB }];
  });
}

/** Left edge and width of every column. */
interface ColumnGrid {
  readonly left: readonly number[];
  readonly width: readonly number[];
}

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
  const group = groups[item];
  const { first = 0, last = 0, height = 0 } = group ?? {};
  const x = at(left, first);
  if (group?.level === undefined) {
    const node = problem.nodes[problem.items[item]?.members[0] ?? -1];
    return { x, y: at(tops, item), width: node?.width ?? 0, height };
  }
  const right = at(left, last) + at(width, last);
  return { x: x - BOX.side, y: at(tops, item), width: right - x + 2 * BOX.side, height };
}

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

interface Placed {
  readonly column: readonly number[];
  readonly groups: readonly PlacedGroup[];
  readonly tops: Float64Array;
  readonly grid: ColumnGrid;
  readonly nodes: readonly Rect[];
}

function routeShared(problem: Problem, placed: Placed): PlacedEdge[] {
  const lanes = new Lanes(placed.grid.left.length);
  placed.nodes.forEach(({ y, height }, node) => {
    lanes.block(at(placed.column, node), y - CLEARANCE, y + height + CLEARANCE);
  });
  const stops: Stop[][] = problem.edges.map(() => []);
  for (const index of byOwnBendsFirst(problem, placed)) {
    const edge = problem.edges[index];
    if (edge !== undefined) stops[index] = stopsOf(problem, placed, lanes, edge, index);
  }
  spreadEnds(stops, problem.edges, placed.nodes);
  return problem.edges.map(({ id, source, target }, index) => ({
    id,
    source: problem.nodes[source]?.id ?? '',
    target: problem.nodes[target]?.id ?? '',
    curve:
      source === target
        ? loopCurve(placed.nodes[source] ?? { x: 0, y: 0, width: 0, height: 0 })
        : curveThrough(stops[index] ?? []),
  }));
}

const CLEARANCE = 6;

/** Edges whose lane is part of a box take it before others look for theirs; short ones first. */
function byOwnBendsFirst({ edges, itemOf }: Problem, { column }: Placed): number[] {
  const rank = (index: number) => {
    const { source = 0, target = 0 } = edges[index] ?? {};
    const inner = at(itemOf, source) === at(itemOf, target);
    return (inner ? 0 : 1000) + Math.abs(at(column, source) - at(column, target));
  };
  return edges.map((_, index) => index).sort((a, b) => rank(a) - rank(b) || a - b);
}

function stopsOf(
  problem: Problem,
  placed: Placed,
  lanes: Lanes,
  edge: IndexedEdge,
  index: number,
): Stop[] {
  const { source, target } = edge;
  const [from, to] = [placed.nodes[source], placed.nodes[target]];
  if (from === undefined || to === undefined || source === target) return [];
  const [a, b] = [at(placed.column, source), at(placed.column, target)];
  const start = sideStop(from, a <= b);
  const end = sideStop(to, a >= b);
  const arriving: Stop = { ...end, heading: end.heading === 1 ? -1 : 1 };
  const bends = bendsOf(problem, placed, lanes, { edge, index, start, end });
  return [start, ...bends, arriving];
}

function sideStop({ x, y, width, height }: Rect, right: boolean): Stop {
  return { x: right ? x + width : x, y: y + height / 2, heading: right ? 1 : -1 };
}

interface Route {
  readonly edge: IndexedEdge;
  readonly index: number;
  readonly start: Stop;
  readonly end: Stop;
}

/** Where an edge passes the columns between its ends. */
function bendsOf(
  problem: Problem,
  { column, groups, tops, grid }: Placed,
  lanes: Lanes,
  { edge, index, start, end }: Route,
): Stop[] {
  const [a, b] = [at(column, edge.source), at(column, edge.target)];
  const [first, last] = [Math.min(a, b) + 1, Math.max(a, b) - 1];
  if (first > last) return [];
  const item = at(problem.itemOf, edge.source);
  const own = groups[item];
  const link = own?.linkOfEdge.get(index);
  const chain = own?.level?.lattice.chains[link ?? -1]?.slice(1, -1) ?? [];
  const heading = a < b ? 1 : -1;
  const stops: Stop[] = [];
  const passColumns = (from: number, to: number, y: number) => {
    const right = at(grid.left, to) + at(grid.width, to);
    stops.push({ x: at(grid.left, from), y, heading: 1 }, { x: right, y, heading: 1 });
  };
  if (own?.level !== undefined && chain.length > 0) {
    const { middle, top } = own.level;
    chain.forEach((vertex, step) => {
      const y = at(tops, item) + BOX.title + at(middle, vertex) - top;
      lanes.block(first + step, y - 3, y + 3);
      passColumns(first + step, first + step, y);
    });
  } else {
    passColumns(first, last, lanes.pass(first, last, start.y, end.y));
  }
  return heading === 1 ? stops : stops.toReversed().map((stop) => ({ ...stop, heading }));
}
