import type { Point, Rect } from '@/lib/viz/graph/geometry';

/** Screen = world · k + (x, y). */
export interface Transform {
  readonly x: number;
  readonly y: number;
  readonly k: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export const SMALLEST_ZOOM = 0.03;
export const LARGEST_ZOOM = 3;
/** A small graph is not blown up beyond this when it is fitted. */
const LARGEST_FIT = 1.15;
const FIT_MARGIN = 28;
/** In a small view the margin is no more than this share of it. */
const MARGIN_SHARE = 0.05;

/** The world point under a screen point. */
export function toWorld({ x, y, k }: Transform, point: Point): Point {
  return { x: (point.x - x) / k, y: (point.y - y) / k };
}

/** The screen rectangle of a world rectangle. */
export function toScreen({ x, y, k }: Transform, rect: Rect): Rect {
  return { x: rect.x * k + x, y: rect.y * k + y, width: rect.width * k, height: rect.height * k };
}

/** The part of the world that a view of this size shows. */
export function visibleWorld(transform: Transform, { width, height }: Size): Rect {
  const corner = toWorld(transform, { x: 0, y: 0 });
  return { ...corner, width: width / transform.k, height: height / transform.k };
}

/** Moves by screen pixels. */
export function pannedBy(transform: Transform, dx: number, dy: number): Transform {
  return { ...transform, x: transform.x + dx, y: transform.y + dy };
}

/** Zooms by a factor, within limits, and keeps what is under the screen point there. */
export function zoomedAt(transform: Transform, point: Point, factor: number): Transform {
  const k = clamp(transform.k * factor, SMALLEST_ZOOM, LARGEST_ZOOM);
  const ratio = k / transform.k;
  return {
    k,
    x: point.x - (point.x - transform.x) * ratio,
    y: point.y - (point.y - transform.y) * ratio,
  };
}

/** Shows all of `bounds`, in the middle, as large as fits. */
export function fitted(bounds: Rect, { width, height }: Size): Transform {
  const margin = Math.min(FIT_MARGIN, Math.min(width, height) * MARGIN_SHARE);
  const room = { width: width - 2 * margin, height: height - 2 * margin };
  const k = clamp(
    Math.min(room.width / Math.max(1, bounds.width), room.height / Math.max(1, bounds.height)),
    SMALLEST_ZOOM,
    LARGEST_FIT,
  );
  return centred(bounds, { width, height }, k);
}

/** Below this zoom no name of a node can be read. */
const UNREADABLE = 0.35;
const FIRST_ZOOM = 0.7;

/**
 * How a graph is first shown: all of it, or, where nothing could then be read, near to what matters
 * most. A graph of many nodes is shown whole all the same: its boxes can be read.
 */
export function firstView(
  bounds: Rect,
  size: Size,
  { nodeCount, worst }: { readonly nodeCount: number; readonly worst: Rect | undefined },
): Transform {
  const whole = fitted(bounds, size);
  if (whole.k >= UNREADABLE || nodeCount > MOST_NEAR || worst === undefined) return whole;
  return centred(worst, size, FIRST_ZOOM);
}

const MOST_NEAR = 60;

/** Shows the middle of `rect` in the middle of the view, at a zoom of at least `k`. */
export function centredOn(transform: Transform, rect: Rect, size: Size, k: number): Transform {
  return centred(rect, size, Math.max(transform.k, k));
}

/** The smallest move that brings `rect` into view with a margin; none when it is in view. */
export function broughtIntoView(transform: Transform, rect: Rect, size: Size): Transform {
  const screen = toScreen(transform, rect);
  const dx = shiftInto(screen.x, screen.width, size.width);
  const dy = shiftInto(screen.y, screen.height, size.height);
  return dx === 0 && dy === 0 ? transform : pannedBy(transform, dx, dy);
}

function shiftInto(start: number, length: number, room: number): number {
  if (start < FIT_MARGIN) return FIT_MARGIN - start;
  const over = start + length + FIT_MARGIN - room;
  return over > 0 ? -Math.min(over, start - FIT_MARGIN) : 0;
}

function centred({ x, y, width, height }: Rect, size: Size, k: number): Transform {
  return {
    k,
    x: size.width / 2 - (x + width / 2) * k,
    y: size.height / 2 - (y + height / 2) * k,
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
