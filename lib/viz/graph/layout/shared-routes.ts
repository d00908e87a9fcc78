import { curveThrough, loopCurve, type Stop } from '@/lib/viz/graph/curve';
import type { Rect } from '@/lib/viz/graph/geometry';
import { at } from '@/lib/viz/graph/layout/adjacency';
import { BOX } from '@/lib/viz/graph/layout/box-plan';
import { HALF_LANE, Lanes } from '@/lib/viz/graph/layout/lanes';
import type { IndexedEdge, PlacedEdge, Problem } from '@/lib/viz/graph/layout/problem';
import type { PlacedGroup } from '@/lib/viz/graph/layout/shared-groups';
import { spreadEnds } from '@/lib/viz/graph/layout/spread';

/** Left edge and width of every column. */
export interface ColumnGrid {
  readonly left: readonly number[];
  readonly width: readonly number[];
}

/** Nodes and boxes in their places, with the columns that edges pass. */
export interface Placed {
  readonly column: readonly number[];
  readonly groups: readonly PlacedGroup[];
  readonly tops: Float64Array;
  readonly grid: ColumnGrid;
  readonly nodes: readonly Rect[];
}

/** Draws every edge, past what stands in the columns between its ends. */
export function routeShared(problem: Problem, placed: Placed): PlacedEdge[] {
  const lanes = new Lanes(placed.grid.left.length);
  placed.nodes.forEach(({ y, height }, node) => {
    lanes.block(at(placed.column, node), y - CLEARANCE, y + height + CLEARANCE);
  });
  blockTitles(lanes, placed);
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

/** Keeps the line of a box free in which its title stands. */
function blockTitles(lanes: Lanes, { groups, tops }: Placed): void {
  groups.forEach(({ first, last, level }, item) => {
    if (level === undefined) return;
    const top = at(tops, item);
    for (let column = first; column <= last; column++) {
      lanes.block(column, top, top + BOX.title - CLEARANCE);
    }
  });
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
  placed: Placed,
  lanes: Lanes,
  { edge, index, start, end }: Route,
): Stop[] {
  const { column, grid } = placed;
  const [a, b] = [at(column, edge.source), at(column, edge.target)];
  const [first, last] = [Math.min(a, b) + 1, Math.max(a, b) - 1];
  if (first > last) return [];
  const own = ownBends(problem, placed, edge, index);
  const passed = own.map((y, step) => ({ from: first + step, to: first + step, y }));
  for (const { from, y } of passed) lanes.block(from, y - HALF_LANE, y + HALF_LANE);
  if (passed.length === 0) {
    passed.push({ from: first, to: last, y: lanes.pass(first, last, start.y, end.y) });
  }
  const stops = passed.flatMap(({ from, to, y }): Stop[] => [
    { x: at(grid.left, from), y, heading: 1 },
    { x: at(grid.left, to) + at(grid.width, to), y, heading: 1 },
  ]);
  return a < b ? stops : stops.toReversed().map((stop) => ({ ...stop, heading: -1 }));
}

/** The heights at which an edge within a box passes the columns between, as the box has planned. */
function ownBends(
  { itemOf }: Problem,
  { groups, tops }: Placed,
  edge: IndexedEdge,
  index: number,
): number[] {
  const item = at(itemOf, edge.source);
  const { level, linkOfEdge } = groups[item] ?? {};
  const chain = level?.lattice.chains[linkOfEdge?.get(index) ?? -1] ?? [];
  if (level === undefined) return [];
  return chain
    .slice(1, -1)
    .map((vertex) => at(tops, item) + BOX.title + at(level.middle, vertex) - level.top);
}
