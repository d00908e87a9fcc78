import type { Point, Rect } from '@/lib/viz/graph/geometry';

/** Cubic Béziers end to end: `x0 y0`, then `c1x c1y c2x c2y x y` for each piece. */
export type Curve = readonly number[];

/** A point that a curve passes level, heading right (1) or left (-1). */
export interface Stop extends Point {
  readonly heading: 1 | -1;
}

const SMALLEST_BULGE = 28;
const LARGEST_BULGE = 90;

/** Draws a smooth curve through stops. */
export function curveThrough(stops: readonly Stop[]): Curve {
  const [first, ...rest] = stops;
  if (first === undefined) return [];
  const curve = [first.x, first.y];
  let last = first;
  for (const stop of rest) {
    const reach = reachBetween(last, stop);
    curve.push(last.x + last.heading * reach, last.y);
    curve.push(stop.x - stop.heading * reach, stop.y);
    curve.push(stop.x, stop.y);
    last = stop;
  }
  return curve;
}

function reachBetween(from: Stop, to: Stop): number {
  const ahead = (to.x - from.x) * from.heading;
  if (from.heading === to.heading && ahead > 0) return ahead / 2;
  const bulge = Math.abs(to.y - from.y) / 3;
  return Math.max(0, Math.min(LARGEST_BULGE, Math.max(SMALLEST_BULGE, bulge)));
}

/** Joins two rectangles directly: right side to left side, or left to right when that is shorter. */
export function directCurve(source: Rect, target: Rect): Curve {
  const [from, to] = [middle(source), middle(target)];
  if (target.x >= source.x + source.width) {
    return curveThrough([
      { x: source.x + source.width, y: from.y, heading: 1 },
      { x: target.x, y: to.y, heading: 1 },
    ]);
  }
  if (source.x >= target.x + target.width) {
    return curveThrough([
      { x: source.x, y: from.y, heading: -1 },
      { x: target.x + target.width, y: to.y, heading: -1 },
    ]);
  }
  return curveThrough([
    { x: source.x + source.width, y: from.y, heading: 1 },
    { x: target.x + target.width, y: to.y, heading: -1 },
  ]);
}

const LOOP_WIDTH = 26;
const LOOP_HEIGHT = 24;

/** The curve of something that calls itself: a loop above its right end. */
export function loopCurve({ x, y, width }: Rect): Curve {
  const right = x + width - 14;
  return [
    right - LOOP_WIDTH,
    y,
    right - LOOP_WIDTH,
    y - LOOP_HEIGHT,
    right,
    y - LOOP_HEIGHT,
    right,
    y,
  ];
}

function middle({ x, y, width, height }: Rect): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

/** Number of Bézier pieces of a curve. */
export function pieceCount(curve: Curve): number {
  return Math.max(0, (curve.length - 2) / 6);
}

/** A point of a curve, and the angle of travel there in radians. */
export interface CurvePoint extends Point {
  readonly angle: number;
}

/**
 * The point at a share of the way, 0 at the source and 1 at the target. Pieces count by their
 * straight length, so 0.5 is near the middle of what is seen.
 */
export function pointAt(curve: Curve, share: number): CurvePoint {
  const lengths = chordLengths(curve);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  let rest = Math.min(1, Math.max(0, share)) * total;
  let piece = 0;
  while (piece + 1 < lengths.length && rest > (lengths[piece] ?? 0)) {
    rest -= lengths[piece] ?? 0;
    piece++;
  }
  const length = lengths[piece] ?? 0;
  return pieceAt(curve, piece, length === 0 ? 0 : Math.min(1, rest / length));
}

function chordLengths(curve: Curve): number[] {
  return Array.from({ length: pieceCount(curve) }, (_, piece) => {
    const i = piece * 6;
    return Math.hypot(n(curve, i + 6) - n(curve, i), n(curve, i + 7) - n(curve, i + 1)) || 1;
  });
}

function pieceAt(curve: Curve, piece: number, t: number): CurvePoint {
  const i = piece * 6;
  const x = [n(curve, i), n(curve, i + 2), n(curve, i + 4), n(curve, i + 6)] as const;
  const y = [n(curve, i + 1), n(curve, i + 3), n(curve, i + 5), n(curve, i + 7)] as const;
  return {
    x: bezier(x, t),
    y: bezier(y, t),
    angle: Math.atan2(slope(y, t), slope(x, t)),
  };
}

type Four = readonly [number, number, number, number];

function bezier([a, b, c, d]: Four, t: number): number {
  const s = 1 - t;
  return s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d;
}

function slope([a, b, c, d]: Four, t: number): number {
  const s = 1 - t;
  const first = 3 * s * s * (b - a) + 6 * s * t * (c - b) + 3 * t * t * (d - c);
  return first === 0 ? d - a : first;
}

/** Points along a curve, the ends included; `perPiece` steps for each piece. */
export function samplesOf(curve: Curve, perPiece = 8): Point[] {
  const points: Point[] = [];
  for (let piece = 0; piece < pieceCount(curve); piece++) {
    for (let step = piece === 0 ? 0 : 1; step <= perPiece; step++) {
      points.push(pieceAt(curve, piece, step / perPiece));
    }
  }
  return points;
}

/** How far a point is from a curve. */
export function distanceTo(curve: Curve, point: Point): number {
  const samples = samplesOf(curve, 12);
  let nearest = Infinity;
  for (let i = 0; i + 1 < samples.length; i++) {
    const [a, b] = [samples[i], samples[i + 1]];
    if (a !== undefined && b !== undefined) nearest = Math.min(nearest, toSegment(a, b, point));
  }
  return nearest;
}

function toSegment(a: Point, b: Point, p: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : ((p.x - a.x) * dx + (p.y - a.y) * dy) / length;
  const share = Math.min(1, Math.max(0, t));
  return Math.hypot(a.x + share * dx - p.x, a.y + share * dy - p.y);
}

function n(values: Curve, index: number): number {
  return values[index] ?? 0;
}
