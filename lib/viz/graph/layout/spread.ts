import type { Stop } from '@/lib/viz/graph/curve';
import type { Rect } from '@/lib/viz/graph/geometry';
import type { IndexedEdge } from '@/lib/viz/graph/layout/problem';

/** Distance between two edges that touch the same side of a node, and their share of that side. */
const STEP = 7;
const USABLE = 0.6;

interface End {
  readonly stops: Stop[];
  /** Index of the stop at the node. */
  readonly own: number;
  /** The stop next to it. */
  readonly next: Stop;
}

/** Spreads the ends of edges over the sides of their nodes, in the order in which they arrive. */
export function spreadEnds(
  stops: readonly Stop[][],
  edges: readonly IndexedEdge[],
  rects: readonly Rect[],
): void {
  const bySide = new Map<string, { node: number; ends: End[] }>();
  edges.forEach(({ source, target }, index) => {
    const own = stops[index];
    if (own === undefined || own.length < 2) return;
    collect(bySide, source, own, 0, 1, rects);
    collect(bySide, target, own, own.length - 1, own.length - 2, rects);
  });
  for (const { node, ends } of bySide.values()) spreadSide(ends, rects[node]?.height ?? 0);
}

function collect(
  bySide: Map<string, { node: number; ends: End[] }>,
  node: number,
  stops: Stop[],
  own: number,
  nextIndex: number,
  rects: readonly Rect[],
): void {
  const [stop, next] = [stops[own], stops[nextIndex]];
  if (stop === undefined || next === undefined) return;
  const right = stop.x > (rects[node]?.x ?? 0);
  const key = `${String(node)}${right ? 'R' : 'L'}`;
  const side = bySide.get(key) ?? { node, ends: [] };
  side.ends.push({ stops, own, next });
  bySide.set(key, side);
}

function spreadSide(ends: readonly End[], height: number): void {
  const heights = [...new Set(ends.map(({ next }) => Math.round(next.y)))].sort((a, b) => a - b);
  const step = Math.min(STEP, (height * USABLE) / Math.max(1, heights.length - 1));
  const slot = new Map(heights.map((y, index) => [y, (index - (heights.length - 1) / 2) * step]));
  for (const { stops, own, next } of ends) {
    const stop = stops[own];
    if (stop === undefined) continue;
    stops[own] = { ...stop, y: stop.y + (slot.get(Math.round(next.y)) ?? 0) };
  }
}
