import { formatBytesPerSecond, formatMs, formatRate, formatRatio } from '@/lib/domain/format';
import { pointAt } from '@/lib/viz/graph/curve';
import type { DisplayEdge } from '@/lib/viz/graph/fold';
import { overlaps, type Rect } from '@/lib/viz/graph/geometry';
import { Grid } from '@/lib/viz/graph/grid';
import { estimateTextWidth } from '@/lib/viz/graph/node-size';
import type { Scene } from '@/lib/viz/graph/scene';

/** What the labels of edges say. */
export type LabelChoice = 'rate' | 'errors' | 'p95' | 'mtls' | 'none';

/** The label of an edge in its place. */
export interface Label extends Rect {
  readonly text: string;
  readonly lock: 'closed' | 'open' | null;
}

export const LABEL = { size: 11, height: 17, padding: 5, lockWidth: 12 } as const;

/** What to say of an edge; null when that was not measured. */
export function labelText(edge: DisplayEdge, choice: LabelChoice): Omit<Label, keyof Rect> | null {
  switch (choice) {
    case 'none':
      return null;
    case 'rate':
      return plain(rateText(edge));
    case 'errors':
      return plain(edge.errorRatio == null ? null : formatRatio(edge.errorRatio));
    case 'p95':
      return plain(p95Text(edge));
    case 'mtls':
      return mtlsLabel(edge.mtlsShare);
  }
}

function plain(text: string | null): Omit<Label, keyof Rect> | null {
  return text === null ? null : { text, lock: null };
}

function rateText({ requestRate, bytesPerSecond }: DisplayEdge): string | null {
  if (requestRate !== undefined) return formatRate(requestRate);
  return bytesPerSecond === undefined ? null : formatBytesPerSecond(bytesPerSecond);
}

function p95Text({ p95Ms, members }: DisplayEdge): string | null {
  if (p95Ms === undefined) return null;
  return members.length > 1 ? `≤ ${formatMs(p95Ms)}` : formatMs(p95Ms);
}

function mtlsLabel(share: number | undefined): Omit<Label, keyof Rect> | null {
  if (share === undefined) return null;
  if (share >= 1) return { text: '', lock: 'closed' };
  return { text: formatRatio(share), lock: 'open' };
}

/** Places along an edge where its label may stand, the best first; shares of the way. */
const SPOTS = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82] as const;

/** In a graph of more edges than this, labels are for pointing at one. */
const MOST_LABELLED = 800;

/**
 * Places labels on edges so that none covers a node or another label. The most important edges
 * choose first; one that finds no room has no label.
 *
 * @returns Labels by the id of the edge.
 */
export function placeLabels(scene: Scene, choice: LabelChoice): ReadonlyMap<string, Label> {
  const placed = new Map<string, Label>();
  if (choice === 'none') return placed;
  const taken: Rect[] = [];
  const grid = new Grid();
  for (const { edge, curve } of scene.edges.slice(-MOST_LABELLED).toReversed()) {
    const said = labelText(edge, choice);
    if (said === null) continue;
    const size = sizeOf(said);
    const spot = SPOTS.map((share) => centredAt(pointAt(curve, share), size)).find((rect) =>
      isFree(rect, scene, taken, grid),
    );
    if (spot === undefined) continue;
    grid.add(taken.length, spot);
    taken.push(spot);
    placed.set(edge.id, { ...said, ...spot });
  }
  return placed;
}

/** The label of one edge in the middle of it, whatever it covers. */
export function loneLabel(scene: Scene, edgeId: string, choice: LabelChoice): Label | null {
  const found = scene.edges[scene.edgeIndex.get(edgeId) ?? -1];
  const said = found && labelText(found.edge, choice);
  return found && said ? { ...said, ...centredAt(pointAt(found.curve, 0.5), sizeOf(said)) } : null;
}

function sizeOf({ text, lock }: Omit<Label, keyof Rect>) {
  const words = text === '' ? 0 : estimateTextWidth(text, LABEL.size);
  const glyph = lock === null ? 0 : LABEL.lockWidth;
  return { width: words + glyph + 2 * LABEL.padding, height: LABEL.height };
}

function centredAt(
  { x, y }: { readonly x: number; readonly y: number },
  { width, height }: { readonly width: number; readonly height: number },
): Rect {
  return { x: x - width / 2, y: y - height / 2, width, height };
}

function isFree(rect: Rect, scene: Scene, taken: readonly Rect[], grid: Grid): boolean {
  const clear = (other: Rect | undefined) => other === undefined || !overlaps(other, rect);
  return (
    scene.nodeGrid.near(rect).every((index) => clear(scene.nodes[index])) &&
    grid.near(rect).every((index) => clear(taken[index]))
  );
}
