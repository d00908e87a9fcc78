import { boundsOf, type Rect } from '@/lib/viz/graph/geometry';
import { at } from '@/lib/viz/graph/layout/adjacency';
import { hintsOf, levelHints } from '@/lib/viz/graph/layout/hints';
import { outerId } from '@/lib/viz/graph/layout/outer-plan';
import { place, type Placement } from '@/lib/viz/graph/layout/placement';
import {
  byId,
  problemOf,
  type GraphLayout,
  type LayoutEdge,
  type LayoutInput,
  type PlacedBox,
  type PlacedNode,
  type Problem,
} from '@/lib/viz/graph/layout/problem';
import { reuseLayout, withEdges } from '@/lib/viz/graph/layout/reuse';
import { routeEdges } from '@/lib/viz/graph/layout/routes';
import { canShareColumns, placeShared, type SharedPlacement } from '@/lib/viz/graph/layout/shared';

/**
 * Lays out a graph of boxes, layered from left to right: within every box and again between boxes,
 * or, for a small one and where it can then be drawn larger, in columns that all boxes share.
 *
 * Boxes and nodes never overlap, nodes stay within their box. The result depends only on the
 * content of the input, not on its order. With the layout of before, an unchanged set of nodes
 * keeps its places exactly, and a changed one keeps columns and order of what was known.
 * Measured on two cores: 1,000 nodes with 3,000 edges in well under 0.3 s.
 */
export function layoutGraph(input: LayoutInput, previous?: GraphLayout): GraphLayout {
  const reused = previous && reuseLayout(input, previous);
  if (reused) return reused;
  const problem = problemOf({ ...input, edges: heaviestEdges(input) });
  const layouts = shapesFor(problem, previous).map((shape) => layOutAs(shape, problem, previous));
  const [best] = layouts.toSorted((a, b) => legibility(b) - legibility(a));
  return withEdges(input, moveBy(best ?? layOutAs('nested', problem, previous), previous));
}

type Shape = GraphLayout['shape'];

/** The shapes worth trying: that of before while most nodes are known, so that nothing jumps. */
function shapesFor(problem: Problem, previous: GraphLayout | undefined): readonly Shape[] {
  if (!canShareColumns(problem)) return ['nested'];
  const { node } = hintsOf(previous);
  const known = levelHints(problem.nodes.map(({ id }) => node.get(id)));
  return previous === undefined || known === undefined ? ['shared', 'nested'] : [previous.shape];
}

function layOutAs(shape: Shape, problem: Problem, previous: GraphLayout | undefined): GraphLayout {
  // Columns of one shape mean nothing in the other.
  const hints = hintsOf(previous?.shape === shape ? previous : undefined);
  return shape === 'shared'
    ? finishShared(problem, placeShared(problem, hints))
    : finish(place(problem, hints));
}

/** The stage that layouts are compared on, in pixels. */
const STAGE = { width: 1200, height: 740 };

/** How large a layout can be drawn on the stage; more than its own size does not count. */
function legibility({ bounds }: GraphLayout): number {
  const fit = Math.min(STAGE.width / bounds.width, STAGE.height / bounds.height);
  return Math.min(1, fit);
}

function finishShared(problem: Problem, placement: SharedPlacement): GraphLayout {
  const none = { x: 0, y: 0, width: 0, height: 0 };
  const nodes = problem.nodes.map(({ id, box }, node): PlacedNode => {
    return { id, box, column: at(placement.column, node), ...(placement.nodes[node] ?? none) };
  });
  const boxes = problem.items.flatMap((item, index): PlacedBox[] => {
    if (item.box === null) return [];
    const column = at(placement.itemColumn, index);
    return [{ id: item.box.id, column, ...(placement.items[index] ?? none) }];
  });
  const bounds = boundsOf([...nodes, ...boxes]);
  return { shape: 'shared', nodes, boxes, edges: placement.edges, bounds };
}

/** So many edges can be told apart; what is drawn and what decides the layout follows this. */
export function readableEdgeCount(nodeCount: number): number {
  return Math.max(120, 3 * nodeCount);
}

function heaviestEdges({ nodes, edges }: LayoutInput): readonly LayoutEdge[] {
  const most = readableEdgeCount(nodes.length);
  if (edges.length <= most) return edges;
  return edges.toSorted((a, b) => (b.weight ?? 0) - (a.weight ?? 0) || byId(a, b)).slice(0, most);
}

function finish(placement: Placement): GraphLayout {
  const { problem, outer, plans } = placement;
  const nodes = problem.nodes.map(({ id, box }, node): PlacedNode => {
    const item = at(problem.itemOf, node);
    const plan = plans[item];
    const column = plan ? at(plan.column, at(problem.memberOf, node)) : at(outer.column, item);
    return { id, box, column, ...(placement.nodes[node] ?? { x: 0, y: 0, width: 0, height: 0 }) };
  });
  const boxes = problem.items.flatMap((item, index): PlacedBox[] => {
    const rect = placement.items[index];
    if (item.box === null || rect === undefined) return [];
    return [{ id: outerId(problem, item), column: at(outer.column, index), ...rect }];
  });
  const bounds = boundsOf([...nodes, ...boxes]);
  return { shape: 'nested', nodes, boxes, edges: routeEdges(placement), bounds };
}

/** Moves a layout so that what it shares with the one before stays, on the median, where it was. */
function moveBy(layout: GraphLayout, previous: GraphLayout | undefined): GraphLayout {
  const before = new Map(previous?.nodes.map((node) => [node.id, node]));
  const shared = layout.nodes.flatMap((node) => {
    const old = before.get(node.id);
    return old === undefined ? [] : [{ dx: old.x - node.x, dy: old.y - node.y }];
  });
  if (shared.length === 0) return layout;
  const dx = median(shared.map((shift) => shift.dx));
  const dy = median(shared.map((shift) => shift.dy));
  const moved = <T extends Rect>(rect: T): T => ({ ...rect, x: rect.x + dx, y: rect.y + dy });
  return {
    shape: layout.shape,
    nodes: layout.nodes.map(moved),
    boxes: layout.boxes.map(moved),
    edges: layout.edges.map((edge) => ({
      ...edge,
      curve: edge.curve.map((value, index) => value + (index % 2 === 0 ? dx : dy)),
    })),
    bounds: moved(layout.bounds),
  };
}

function median(values: number[]): number {
  values.sort((a, b) => a - b);
  return at(values, Math.floor(values.length / 2));
}
