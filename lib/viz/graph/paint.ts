import { overlaps, type Rect } from '@/lib/viz/graph/geometry';
import type { Label } from '@/lib/viz/graph/labels';
import { readableEdgeCount } from '@/lib/viz/graph/layout/layout';
import { paintBoldEdge, paintEdge, paintLabel } from '@/lib/viz/graph/paint-edge';
import { paintBox, paintBoxTitle, paintNode, paintRing } from '@/lib/viz/graph/paint-node';
import { detailAt, type GraphTheme, type Pen } from '@/lib/viz/graph/pen';
import type { Scene, SceneEdge, SceneNode } from '@/lib/viz/graph/scene';

interface Painting {
  readonly scene: Scene;
  readonly labels: ReadonlyMap<string, Label>;
  readonly theme: GraphTheme;
  readonly zoom: number;
  /** The part of the world to paint. */
  readonly visible: Rect;
}

/** Things painted between two pauses: some milliseconds where the browser draws without a graphics card. */
const SLICE = 12;
/** From far away, more calm edges than this are a grey cloud; only the busiest are drawn. */
const MOST_FAR_EDGES = 900;

/**
 * Paints what is visible of a scene, in world coordinates: the caller clears and transforms.
 * Pauses now and then; run it on for as long as a frame allows.
 */
export function* paintGraph(pen: Pen, painting: Painting): Generator<undefined, void> {
  const { scene, theme, zoom, visible } = painting;
  const boxes = scene.boxes.filter((box) => overlaps(box, visible));
  for (const box of boxes) paintBox(pen, box, theme, zoom);
  yield;
  const edges = visibleEdges(painting);
  for (const slice of slices(edges)) {
    for (const edge of slice) paintEdge(pen, edge, theme, zoom);
    yield;
  }
  const nodes = visibleNodes(scene, visible);
  for (const slice of slices(nodes)) {
    for (const node of slice) paintNode(pen, node, theme, zoom);
    yield;
  }
  if (detailAt(zoom) === 'full') yield* paintLabels(pen, painting, edges);
  for (const box of boxes) paintBoxTitle(pen, box, theme, zoom);
}

function* paintLabels(pen: Pen, { labels, theme }: Painting, edges: readonly SceneEdge[]) {
  for (const slice of slices(edges)) {
    for (const { edge } of slice) {
      const label = labels.get(edge.id);
      if (label !== undefined) paintLabel(pen, label, edge.status, theme);
    }
    yield;
  }
}

/** How many edges are left out: the least important, where all of them could not be told apart. */
export function edgesLeftOut(scene: Scene, zoom: number): number {
  const readable = readableEdgeCount(scene.nodes.length);
  const most = detailAt(zoom) === 'blocks' ? Math.min(readable, MOST_FAR_EDGES) : readable;
  return Math.max(0, scene.edges.length - most);
}

/** In the order of painting, the least important first. */
function visibleEdges({ scene, visible, zoom }: Painting): SceneEdge[] {
  const first = edgesLeftOut(scene, zoom);
  return scene.edgeGrid
    .near(visible)
    .flatMap((index) => (index < first ? [] : (scene.edges[index] ?? [])));
}

function visibleNodes(scene: Scene, visible: Rect): SceneNode[] {
  return scene.nodeGrid
    .near(visible)
    .flatMap((index) => scene.nodes[index] ?? [])
    .filter((node) => overlaps(node, visible));
}

function* slices<T>(items: readonly T[]): Generator<readonly T[], void> {
  for (let start = 0; start < items.length; start += SLICE) yield items.slice(start, start + SLICE);
}

/** What lies on top of a painted scene: what is pointed at, found or selected. */
export interface Emphasis {
  /** Ids that stay bright while the rest is dimmed; null when nothing is dimmed. */
  readonly bright: ReadonlySet<string> | null;
  /** Id of the selected node or edge; empty for none. */
  readonly selected: string;
  /** Labels for edges that have none in the scene. */
  readonly extraLabels: ReadonlyMap<string, Label>;
}

const VEIL = 0.66;

/** Paints an emphasis over a painted scene. Cheap: a veil, and the few things that stand out. */
export function paintEmphasis(pen: Pen, painting: Painting, emphasis: Emphasis): void {
  const { scene, theme, zoom, visible } = painting;
  const { bright, selected } = emphasis;
  if (bright !== null) {
    pen.globalAlpha = VEIL;
    pen.fillStyle = theme.surface;
    pen.fillRect(visible.x, visible.y, visible.width, visible.height);
    pen.globalAlpha = 1;
  }
  const shown = bright ?? new Set([selected]);
  const edges = pick(scene.edges, scene.edgeIndex, shown);
  for (const edge of edges) paintBoldEdge(pen, edge, theme, zoom);
  for (const node of pick(scene.nodes, scene.nodeIndex, shown)) paintNode(pen, node, theme, zoom);
  for (const { edge } of edges) {
    const label = painting.labels.get(edge.id) ?? emphasis.extraLabels.get(edge.id);
    if (label !== undefined) paintLabel(pen, label, edge.status, theme);
  }
  const ring = scene.nodes[scene.nodeIndex.get(selected) ?? -1];
  if (ring !== undefined) paintRing(pen, ring, theme.accent, zoom);
}

function pick<T>(
  items: readonly T[],
  index: ReadonlyMap<string, number>,
  ids: ReadonlySet<string>,
): T[] {
  return [...ids].flatMap((id) => items[index.get(id) ?? -1] ?? []);
}
