import { directCurve, loopCurve } from '@/lib/viz/graph/curve';
import { boundsOf } from '@/lib/viz/graph/geometry';
import { BOX } from '@/lib/viz/graph/layout/box-plan';
import {
  byId,
  type GraphLayout,
  type LayoutInput,
  type PlacedEdge,
} from '@/lib/viz/graph/layout/problem';

/**
 * The layout of before for an input with the same nodes in the same boxes: every place is kept.
 * Edges that were there keep their curve, new ones are drawn directly.
 *
 * @returns undefined when the nodes differ, so that a new layout is needed.
 */
export function reuseLayout(input: LayoutInput, previous: GraphLayout): GraphLayout | undefined {
  return sameNodes(input, previous) ? withEdges(input, previous) : undefined;
}

/** A layout with the edges of an input: its own keep their curve, the others are drawn directly. */
export function withEdges(input: Pick<LayoutInput, 'edges'>, layout: GraphLayout): GraphLayout {
  const known = new Map(layout.edges.map((edge) => [edge.id, edge]));
  const rects = new Map(layout.nodes.map((node) => [node.id, node]));
  const edges = input.edges.toSorted(byId).flatMap(({ id, source, target }): PlacedEdge[] => {
    const old = known.get(id);
    if (old !== undefined) return [old];
    const [from, to] = [rects.get(source), rects.get(target)];
    if (from === undefined || to === undefined) return [];
    const curve = source === target ? loopCurve(from) : directCurve(from, to);
    return [{ id, source, target, curve }];
  });
  return { ...layout, edges };
}

function sameNodes(input: LayoutInput, previous: GraphLayout): boolean {
  if (input.nodes.length !== previous.nodes.length) return false;
  const before = new Map(previous.nodes.map((node) => [node.id, node]));
  return input.nodes.every(({ id, box, width, height }) => {
    const old = before.get(id);
    return old?.box === box && old.width >= width && old.height === height;
  });
}

/** Where a person has put nodes by hand: left top corners, by node id. */
export type Moves = ReadonlyMap<string, { readonly x: number; readonly y: number }>;

/** Applies moves by hand: boxes grow to hold their nodes, edges of moved nodes are drawn directly. */
export function applyMoves(layout: GraphLayout, moves: Moves): GraphLayout {
  if (!layout.nodes.some(({ id }) => moves.has(id))) return layout;
  const nodes = layout.nodes.map((node) => ({ ...node, ...moves.get(node.id) }));
  const rects = new Map(nodes.map((node) => [node.id, node]));
  const movedBoxes = new Set(nodes.flatMap(({ id, box }) => (moves.has(id) && box ? [box] : [])));
  const boxes = layout.boxes.map((box) => {
    if (!movedBoxes.has(box.id)) return box;
    const members = nodes.filter((node) => node.box === box.id);
    const inner = boundsOf(members);
    return {
      ...box,
      x: inner.x - BOX.side,
      y: inner.y - BOX.title,
      width: inner.width + 2 * BOX.side,
      height: inner.height + BOX.title + BOX.pad,
    };
  });
  const edges = layout.edges.map((edge) => {
    if (!moves.has(edge.source) && !moves.has(edge.target)) return edge;
    const [from, to] = [rects.get(edge.source), rects.get(edge.target)];
    if (from === undefined || to === undefined) return edge;
    return {
      ...edge,
      curve: edge.source === edge.target ? loopCurve(from) : directCurve(from, to),
    };
  });
  return { ...layout, nodes, boxes, edges, bounds: boundsOf([...nodes, ...boxes]) };
}
