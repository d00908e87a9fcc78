import { distanceTo, samplesOf, type Curve } from '@/lib/viz/graph/curve';
import type { DisplayBox, DisplayEdge, DisplayGraph, DisplayNode } from '@/lib/viz/graph/fold';
import { boundsOf, holds, type Point, type Rect } from '@/lib/viz/graph/geometry';
import { Grid } from '@/lib/viz/graph/grid';
import type { GraphLayout } from '@/lib/viz/graph/layout/problem';
import { importanceOf } from '@/lib/viz/graph/node-size';

export interface SceneNode extends Rect {
  readonly node: DisplayNode;
}

export interface SceneEdge {
  readonly edge: DisplayEdge;
  readonly curve: Curve;
  /** Stroke in pixels at zoom 1, by traffic. */
  readonly width: number;
}

export interface SceneBox extends Rect {
  readonly box: DisplayBox;
}

/** Everything to draw, in its place, and how to find it. Edges stand in the order of painting. */
export interface Scene {
  readonly nodes: readonly SceneNode[];
  readonly edges: readonly SceneEdge[];
  readonly boxes: readonly SceneBox[];
  readonly bounds: Rect;
  readonly nodeGrid: Grid;
  readonly edgeGrid: Grid;
  /** Indices into `nodes` and `edges`, by id. */
  readonly nodeIndex: ReadonlyMap<string, number>;
  readonly edgeIndex: ReadonlyMap<string, number>;
}

/** Joins what is to be drawn with where it is. What has no place is left out. */
export function buildScene(display: DisplayGraph, layout: GraphLayout): Scene {
  const nodes = joined(display.nodes, layout.nodes, (node, rect) => ({ ...rectOf(rect), node }));
  const boxes = joined(display.boxes, layout.boxes, (box, rect) => ({ ...rectOf(rect), box }));
  const edges = joined(display.edges, layout.edges, (edge, { curve }) => ({
    edge,
    curve,
    width: widthOf(edge),
  })).sort(byImportance);
  const nodeGrid = new Grid();
  nodes.forEach((node, index) => nodeGrid.add(index, node));
  const edgeGrid = new Grid();
  edges.forEach(({ curve }, index) => {
    for (const rect of segmentRects(curve)) edgeGrid.add(index, rect);
  });
  return {
    nodes,
    edges,
    boxes,
    bounds: boundsOf([...nodes, ...boxes]),
    nodeGrid,
    edgeGrid,
    nodeIndex: new Map(nodes.map(({ node }, index) => [node.id, index])),
    edgeIndex: new Map(edges.map(({ edge }, index) => [edge.id, index])),
  };
}

function joined<T extends { readonly id: string }, P extends { readonly id: string }, R>(
  things: readonly T[],
  places: readonly P[],
  join: (thing: T, place: P) => R,
): R[] {
  const placeOf = new Map(places.map((place) => [place.id, place]));
  return things.flatMap((thing) => {
    const place = placeOf.get(thing.id);
    return place === undefined ? [] : [join(thing, place)];
  });
}

function rectOf({ x, y, width, height }: Rect): Rect {
  return { x, y, width, height };
}

const THINNEST = 1.1;
const THICKEST = 4.6;

function widthOf({ requestRate, bytesPerSecond }: DisplayEdge): number {
  const amount = requestRate ?? (bytesPerSecond ?? 0) / 1000;
  return Math.min(THICKEST, THINNEST + 0.85 * Math.log10(1 + amount));
}

/** Calm edges first, so that the others lie on top; ids make it total. */
function byImportance(a: SceneEdge, b: SceneEdge): number {
  return importanceOf(a.edge) - importanceOf(b.edge) || (a.edge.id < b.edge.id ? -1 : 1);
}

function* segmentRects(curve: Curve): Generator<Rect> {
  const points = samplesOf(curve, 5);
  for (let i = 0; i + 1 < points.length; i++) {
    const [a, b] = [points[i], points[i + 1]];
    if (a === undefined || b === undefined) continue;
    const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
    yield { x, y, width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
  }
}

/** What lies under a point: the id of a node, of an edge within `reach`, or of a box's title. */
export interface Hit {
  readonly kind: 'node' | 'edge' | 'box';
  readonly id: string;
}

/** Height of the strip at the top of a box that holds its title. */
export const TITLE_STRIP = 30;

/** Finds what a pointer is over: nodes first, then edges, then titles of boxes. */
export function hitTest(scene: Scene, point: Point, reach: number): Hit | null {
  const node = scene.nodeGrid
    .near({ ...point, width: 0, height: 0 })
    .map((index) => scene.nodes[index])
    .find((candidate) => candidate !== undefined && holds(candidate, point));
  if (node !== undefined) return { kind: 'node', id: node.node.id };
  const edge = nearestEdge(scene, point, reach);
  if (edge !== null) return { kind: 'edge', id: edge };
  const box = scene.boxes.find((own) => holds({ ...own, height: TITLE_STRIP }, point));
  return box === undefined ? null : { kind: 'box', id: box.box.id };
}

function nearestEdge(scene: Scene, { x, y }: Point, reach: number): string | null {
  const around = { x: x - reach, y: y - reach, width: 2 * reach, height: 2 * reach };
  let nearest: string | null = null;
  let distance = reach;
  for (const index of scene.edgeGrid.near(around)) {
    const candidate = scene.edges[index];
    if (candidate === undefined) continue;
    const own = distanceTo(candidate.curve, { x, y });
    if (own > distance) continue;
    [nearest, distance] = [candidate.edge.id, own];
  }
  return nearest;
}

/** What touches something: of a node its edges and their ends, of an edge both ends. */
export function neighbourhoodOf(scene: Scene, id: string): ReadonlySet<string> {
  const found = new Set([id]);
  for (const { edge } of scene.edges) {
    if (edge.source !== id && edge.target !== id && edge.id !== id) continue;
    found.add(edge.id).add(edge.source).add(edge.target);
  }
  return found;
}
