import type { DisplayNode } from '@/lib/viz/graph/fold';
import type { Rect } from '@/lib/viz/graph/geometry';
import type { HealthStatus } from '@/lib/viz/graph/model';
import type { Pen } from '@/lib/viz/graph/pen';

const CORNER = 7;
const CUT = 11;

/** Traces the outline that tells the kind of a node: see the legend. The caller fills or strokes. */
export function traceNode(pen: Pen, kind: DisplayNode['kind'], rect: Rect): void {
  const { x, y, width, height } = rect;
  pen.beginPath();
  if (kind === 'service') traceHexagon(pen, rect);
  else if (kind === 'external' || kind === 'unknown')
    pen.roundRect(x, y, width, height, height / 2);
  else pen.roundRect(x, y, width, height, CORNER);
}

function traceHexagon(pen: Pen, { x, y, width, height }: Rect): void {
  pen.moveTo(x, y + height / 2);
  pen.lineTo(x + CUT, y);
  pen.lineTo(x + width - CUT, y);
  pen.lineTo(x + width, y + height / 2);
  pen.lineTo(x + width - CUT, y + height);
  pen.lineTo(x + CUT, y + height);
  pen.closePath();
}

/** Draws the mark of a health, as everywhere in the console: disc, triangle, square, rings. */
export function drawHealthMark(
  pen: Pen,
  status: HealthStatus,
  x: number,
  y: number,
  radius: number,
  color: string,
): void {
  pen.fillStyle = color;
  pen.strokeStyle = color;
  pen.beginPath();
  if (status === 'failing') pen.roundRect(x - radius, y - radius, 2 * radius, 2 * radius, 1);
  else if (status === 'degraded') traceTriangle(pen, x, y, radius);
  else pen.arc(x, y, radius * 0.85, 0, 2 * Math.PI);
  if (status !== 'idle' && status !== 'unknown') {
    pen.fill();
    return;
  }
  pen.lineWidth = 1.4;
  if (status === 'unknown') pen.setLineDash([2, 2]);
  pen.stroke();
  pen.setLineDash([]);
}

function traceTriangle(pen: Pen, x: number, y: number, radius: number): void {
  pen.moveTo(x, y - radius * 1.1);
  pen.lineTo(x + radius * 1.15, y + radius * 0.9);
  pen.lineTo(x - radius * 1.15, y + radius * 0.9);
  pen.closePath();
}

/** Draws the icon of a kind in a square of 14 around a point. */
export function drawKindIcon(
  pen: Pen,
  kind: DisplayNode['kind'],
  x: number,
  y: number,
  color: string,
): void {
  pen.strokeStyle = color;
  pen.lineWidth = 1.3;
  pen.beginPath();
  ICONS[kind](pen, x, y);
  pen.stroke();
}

const ICONS: Readonly<Record<DisplayNode['kind'], (pen: Pen, x: number, y: number) => void>> = {
  workload: traceCube,
  service: traceShare,
  app: traceLayers,
  external: traceGlobe,
  unknown: traceQuestion,
  box: traceTiles,
};

function traceCube(pen: Pen, x: number, y: number): void {
  pen.moveTo(x, y - 6.5);
  pen.lineTo(x + 5.8, y - 3.2);
  pen.lineTo(x + 5.8, y + 3.4);
  pen.lineTo(x, y + 6.7);
  pen.lineTo(x - 5.8, y + 3.4);
  pen.lineTo(x - 5.8, y - 3.2);
  pen.closePath();
  pen.moveTo(x - 5.8, y - 3.2);
  pen.lineTo(x, y + 0.2);
  pen.lineTo(x + 5.8, y - 3.2);
  pen.moveTo(x, y + 0.2);
  pen.lineTo(x, y + 6.7);
}

function traceShare(pen: Pen, x: number, y: number): void {
  pen.roundRect(x - 6, y - 6, 12, 5, 1.5);
  pen.roundRect(x - 6, y + 1.5, 12, 5, 1.5);
}

function traceLayers(pen: Pen, x: number, y: number): void {
  pen.moveTo(x, y - 6);
  pen.lineTo(x + 6.5, y - 2.5);
  pen.lineTo(x, y + 1);
  pen.lineTo(x - 6.5, y - 2.5);
  pen.closePath();
  pen.moveTo(x - 6.5, y + 2);
  pen.lineTo(x, y + 5.5);
  pen.lineTo(x + 6.5, y + 2);
}

function traceGlobe(pen: Pen, x: number, y: number): void {
  pen.arc(x, y, 6, 0, 2 * Math.PI);
  pen.moveTo(x - 6, y);
  pen.lineTo(x + 6, y);
  pen.moveTo(x, y - 6);
  pen.bezierCurveTo(x + 4, y - 3, x + 4, y + 3, x, y + 6);
  pen.bezierCurveTo(x - 4, y + 3, x - 4, y - 3, x, y - 6);
}

function traceQuestion(pen: Pen, x: number, y: number): void {
  pen.moveTo(x - 3, y - 3);
  pen.bezierCurveTo(x - 3, y - 7.5, x + 3.6, y - 7.5, x + 3.4, y - 3);
  pen.bezierCurveTo(x + 3.3, y - 0.6, x, y - 0.6, x, y + 2);
  pen.moveTo(x, y + 5);
  pen.lineTo(x, y + 5.6);
}

function traceTiles(pen: Pen, x: number, y: number): void {
  for (const [left, top] of [
    [-6, -6],
    [1, -6],
    [-6, 1],
    [1, 1],
  ] as const) {
    pen.roundRect(x + left, y + top, 5, 5, 1);
  }
}

/** Draws a padlock of 8 by 10 around a point; the shackle of an open one stands off. */
export function drawLock(pen: Pen, open: boolean, x: number, y: number, color: string): void {
  pen.fillStyle = color;
  pen.strokeStyle = color;
  pen.beginPath();
  pen.roundRect(x - 4, y - 0.8, 8, 5.6, 1);
  pen.fill();
  pen.lineWidth = 1.3;
  pen.beginPath();
  const shackle = open ? x + 3.2 : x;
  pen.arc(shackle, y - 1.6, 2.4, Math.PI, 0);
  pen.stroke();
}
