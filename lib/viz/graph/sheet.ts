import type { Rect } from '@/lib/viz/graph/geometry';
import { visibleWorld, type Size, type Transform } from '@/lib/viz/graph/transform';

/**
 * A part of the world as it lies on a canvas. Its corner is on a whole pixel of the world's own raster, so that
 * what was painted for one sheet fits on another of the same scale without being blurred.
 */
export interface Sheet {
  /** Canvas pixels for one unit of the world. */
  readonly scale: number;
  /** The corner, in canvas pixels from the world's origin. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** How much more than the view is painted on each side, so that a pan finds it there. */
const MARGIN = 0.35;
/** A canvas of more is slow to make and to move. */
const MOST_PIXELS = 9_000_000;

/**
 * The sheet to paint for a view: the view with a margin around it.
 *
 * @param density Canvas pixels for one pixel of the page.
 */
export function sheetFor(transform: Transform, size: Size, density: number): Sheet {
  const scale = density * transform.k;
  const visible = visibleWorld(transform, size);
  const margin = MARGIN * Math.min(1, MOST_PIXELS / (size.width * size.height * 3));
  return {
    scale,
    left: Math.round((visible.x - visible.width * margin) * scale),
    top: Math.round((visible.y - visible.height * margin) * scale),
    width: Math.ceil(visible.width * (1 + 2 * margin) * scale),
    height: Math.ceil(visible.height * (1 + 2 * margin) * scale),
  };
}

/** How far from the edge of a sheet a view of this width may come before another one is painted. */
export function marginLeft(width: number): number {
  return (width * MARGIN) / 3;
}

/** What a sheet shows, or a part of it that is given in its own pixels. */
export function worldOn({ scale, left, top, ...whole }: Sheet, part: Partial<Rect> = {}): Rect {
  const { x = 0, y = 0, width = whole.width, height = whole.height } = part;
  return {
    x: (left + x) / scale,
    y: (top + y) / scale,
    width: width / scale,
    height: height / scale,
  };
}

/** What of a painted sheet serves for the next one. */
export interface Reuse {
  /** Where the painted one's corner lies on the next. */
  readonly x: number;
  readonly y: number;
  /** What is left to paint, in pixels of the next. */
  readonly exposed: readonly Rect[];
}

/** Finds what can be taken over; null when nothing can. */
export function reuseOf(painted: Sheet, next: Sheet): Reuse | null {
  if (painted.scale !== next.scale) return null;
  const [x, y] = [painted.left - next.left, painted.top - next.top];
  const [left, right] = [Math.max(0, x), Math.min(next.width, x + painted.width)];
  const [top, bottom] = [Math.max(0, y), Math.min(next.height, y + painted.height)];
  if (left >= right || top >= bottom) return null;
  const { width, height } = next;
  const exposed = [
    { x: 0, y: 0, width, height: top },
    { x: 0, y: bottom, width, height: height - bottom },
    { x: 0, y: top, width: left, height: bottom - top },
    { x: right, y: top, width: width - right, height: bottom - top },
  ].filter((part) => part.width > 0 && part.height > 0);
  return { x, y, exposed };
}
