import { curveThrough, loopCurve, type Stop } from '@/lib/viz/graph/curve';
import type { Point, Rect } from '@/lib/viz/graph/geometry';
import { at } from '@/lib/viz/graph/layout/adjacency';
import { BOX, portKey } from '@/lib/viz/graph/layout/box-plan';
import type { Placement } from '@/lib/viz/graph/layout/placement';
import type { Level } from '@/lib/viz/graph/layout/level';
import { sidesOf } from '@/lib/viz/graph/layout/outer-plan';
import type { IndexedEdge, PlacedEdge } from '@/lib/viz/graph/layout/problem';
import { spreadEnds } from '@/lib/viz/graph/layout/spread';

/** Draws every edge as a curve from its source to its target, around what stands between. */
export function routeEdges(placement: Placement): PlacedEdge[] {
  const { edges, nodes } = placement.problem;
  const stops = edges.map((edge, index) => stopsOf(placement, edge, index));
  spreadEnds(stops, edges, placement.nodes);
  return edges.map((edge, index) => ({
    id: edge.id,
    source: nodes[edge.source]?.id ?? '',
    target: nodes[edge.target]?.id ?? '',
    curve:
      edge.source === edge.target
        ? loopCurve(rectOf(placement, edge.source))
        : curveThrough(stops[index] ?? []),
  }));
}

function rectOf({ nodes }: Placement, node: number): Rect {
  return nodes[node] ?? { x: 0, y: 0, width: 0, height: 0 };
}

function stopsOf(placement: Placement, edge: IndexedEdge, index: number): Stop[] {
  if (edge.source === edge.target) return [];
  const sides = sidesOf(placement.problem, placement.outer, index);
  if (sides === undefined) return innerStops(placement, edge, index);
  const leaving = wallStops(placement, edge.source, sides.sourceRight);
  const arriving = reversed(wallStops(placement, edge.target, sides.targetRight));
  return [...leaving, ...outerStops(placement, edge, index), ...arriving];
}

function innerStops(placement: Placement, edge: IndexedEdge, index: number): Stop[] {
  const item = at(placement.problem.itemOf, edge.source);
  const [plan, level] = [placement.plans[item], placement.levels[item]];
  const link = plan?.linkOfEdge.get(index);
  if (level === undefined || link === undefined) return [];
  const chain = level.lattice.chains[link] ?? [];
  const [from, to] = [rectOf(placement, edge.source), rectOf(placement, edge.target)];
  const source = at(placement.problem.memberOf, edge.source);
  const target = at(placement.problem.memberOf, edge.target);
  const [first, last] = [at(level.lattice.column, source), at(level.lattice.column, target)];
  if (first === last) return [sideStop(from, true), reversedStop(sideStop(to, true))];
  const turned = first > last;
  const bends = bendStops(level, chain, innerOrigin(placement, item));
  const between = turned ? reversed(bends) : bends;
  return [sideStop(from, !turned), ...between, reversedStop(sideStop(to, turned))];
}

/** From a node to the wall of its box; only the node's side when nothing stands between. */
function wallStops(placement: Placement, node: number, right: boolean): Stop[] {
  const start = sideStop(rectOf(placement, node), right);
  const item = at(placement.problem.itemOf, node);
  const found = portOf(placement, item, portKey(node, right));
  if (found === undefined || found.chain.length <= 2) return [start];
  const { level, chain, port } = found;
  const origin = innerOrigin(placement, item);
  const bends = bendStops(level, chain, origin);
  const wall = placement.items[item] ?? { x: 0, y: 0, width: 0, height: 0 };
  const end: Stop = {
    x: right ? wall.x + wall.width : wall.x,
    y: origin.y + at(level.middle, port),
    heading: right ? 1 : -1,
  };
  return [start, ...(right ? bends : reversed(bends)), end];
}

function portOf({ plans, levels }: Placement, item: number, key: string) {
  const [plan, level] = [plans[item], levels[item]];
  const link = plan?.linkOfPort.get(key);
  const port = plan?.portVertex.get(key);
  if (level === undefined || link === undefined || port === undefined) return undefined;
  return { level, port, chain: level.lattice.chains[link] ?? [] };
}

const LANE = 5;

/** The bends between two items; every edge of a bundle keeps its own lane. */
function outerStops(placement: Placement, edge: IndexedEdge, index: number): Stop[] {
  const { outer, outerLevel, problem } = placement;
  const bundleIndex = at(outer.bundleOf, index);
  const bundle = outer.bundles[bundleIndex];
  const chain = outerLevel.lattice.chains[bundleIndex] ?? [];
  if (bundle === undefined || chain.length <= 2) return [];
  const lanes = Math.min(6, bundle.edges.length);
  const lane = (bundle.edges.indexOf(index) % lanes) - (lanes - 1) / 2;
  const bends = bendStops(outerLevel, chain, { x: 0, y: lane * LANE });
  const from = at(outer.column, at(problem.itemOf, edge.source));
  const to = at(outer.column, at(problem.itemOf, edge.target));
  return from > to ? reversed(bends) : bends;
}

/** Both ends of every bend of a chain, heading right. */
function bendStops(level: Level, chain: readonly number[], origin: Point): Stop[] {
  return chain.slice(1, -1).flatMap((vertex): Stop[] => {
    const y = origin.y + at(level.middle, vertex);
    return [
      { x: origin.x + at(level.left, vertex), y, heading: 1 },
      { x: origin.x + at(level.right, vertex), y, heading: 1 },
    ];
  });
}

/** Where the coordinates of a box's inside begin. */
function innerOrigin(placement: Placement, item: number): Point {
  const rect = placement.items[item] ?? { x: 0, y: 0 };
  const top = placement.levels[item]?.top ?? 0;
  return { x: rect.x, y: rect.y + BOX.title - top };
}

function sideStop({ x, y, width, height }: Rect, right: boolean): Stop {
  return { x: right ? x + width : x, y: y + height / 2, heading: right ? 1 : -1 };
}

function reversed(stops: readonly Stop[]): Stop[] {
  return stops.toReversed().map(reversedStop);
}

function reversedStop({ x, y, heading }: Stop): Stop {
  return { x, y, heading: heading === 1 ? -1 : 1 };
}
