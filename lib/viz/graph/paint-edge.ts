import { pointAt, pieceCount, type Curve } from '@/lib/viz/graph/curve';
import { drawLock } from '@/lib/viz/graph/glyphs';
import { LABEL, type Label } from '@/lib/viz/graph/labels';
import type { HealthStatus } from '@/lib/viz/graph/model';
import { detailAt, type GraphTheme, type Pen } from '@/lib/viz/graph/pen';
import type { SceneEdge } from '@/lib/viz/graph/scene';

/** Lengths of dash and gap that tell the health of an edge without its colour. */
export const EDGE_DASHES: Readonly<Record<HealthStatus, readonly number[]>> = {
  healthy: [],
  degraded: [9, 5],
  failing: [14, 4, 3, 4],
  idle: [2, 5],
  unknown: [3, 4],
};

const ARROW_LENGTH = 8;
const ARROW_HALF_WIDTH = 3.6;
/** Strokes never get thinner than this on the screen. */
const THINNEST_ON_SCREEN = 0.7;

/** Draws one edge with its arrowhead. Trouble gets a casing, so that it stands out from a bundle. */
export function paintEdge(pen: Pen, item: SceneEdge, theme: GraphTheme, zoom: number): void {
  const { curve, edge } = item;
  if (pieceCount(curve) === 0) return;
  const bad = edge.status === 'failing' || edge.status === 'degraded';
  const width = Math.max(item.width + (bad ? 0.9 : 0), THINNEST_ON_SCREEN / zoom);
  const blocks = detailAt(zoom) === 'blocks';
  if (bad && !blocks) {
    pen.strokeStyle = theme.surface;
    pen.lineWidth = width + 3.5;
    strokeCurve(pen, curve, []);
  }
  pen.globalAlpha = bad ? 1 : blocks ? 0.45 : 0.85;
  pen.strokeStyle = edgeColor(edge.status, theme);
  pen.lineWidth = width;
  strokeCurve(pen, curve, blocks ? [] : EDGE_DASHES[edge.status]);
  if (!blocks) paintArrow(pen, curve, width, edgeColor(edge.status, theme));
  pen.globalAlpha = 1;
}

/** Draws an edge that is pointed at or selected, over all others. */
export function paintBoldEdge(pen: Pen, item: SceneEdge, theme: GraphTheme, zoom: number): void {
  if (pieceCount(item.curve) === 0) return;
  const { status } = item.edge;
  const bad = status === 'failing' || status === 'degraded';
  const color = bad ? edgeColor(status, theme) : theme.accent;
  pen.strokeStyle = color;
  pen.lineWidth = Math.max(item.width + 1, 1.6 / zoom);
  strokeCurve(pen, item.curve, EDGE_DASHES[status]);
  paintArrow(pen, item.curve, item.width + 1, color);
}

/** Calm edges are drawn in the tone of text, not in green: colour is kept for trouble. */
function edgeColor(status: HealthStatus, theme: GraphTheme): string {
  return status === 'healthy' ? theme.muted : theme.health[status];
}

function strokeCurve(pen: Pen, curve: Curve, dash: readonly number[]): void {
  pen.setLineDash([...dash]);
  pen.beginPath();
  traceCurve(pen, curve);
  pen.stroke();
  if (dash.length > 0) pen.setLineDash([]);
}

function traceCurve(pen: Pen, curve: Curve): void {
  const n = (index: number) => curve[index] ?? 0;
  pen.moveTo(n(0), n(1));
  for (let i = 2; i + 5 < curve.length; i += 6) {
    pen.bezierCurveTo(n(i), n(i + 1), n(i + 2), n(i + 3), n(i + 4), n(i + 5));
  }
}

function paintArrow(pen: Pen, curve: Curve, width: number, color: string): void {
  const tip = pointAt(curve, 1);
  const length = ARROW_LENGTH + width;
  const half = ARROW_HALF_WIDTH + width / 2;
  const [cos, sin] = [Math.cos(tip.angle), Math.sin(tip.angle)];
  const base = { x: tip.x - cos * length, y: tip.y - sin * length };
  pen.fillStyle = color;
  pen.beginPath();
  pen.moveTo(tip.x, tip.y);
  pen.lineTo(base.x - sin * half, base.y + cos * half);
  pen.lineTo(base.x + sin * half, base.y - cos * half);
  pen.closePath();
  pen.fill();
}

/** Draws a label in its place. */
export function paintLabel(pen: Pen, label: Label, status: HealthStatus, theme: GraphTheme): void {
  const bad = status === 'failing' || status === 'degraded';
  const color = bad ? theme.health[status] : theme.text;
  pen.globalAlpha = 0.94;
  pen.fillStyle = theme.surface;
  pen.beginPath();
  pen.roundRect(label.x, label.y, label.width, label.height, LABEL.height / 2);
  pen.fill();
  pen.globalAlpha = 1;
  const middle = label.y + label.height / 2;
  let left = label.x + LABEL.padding;
  if (label.lock !== null) {
    const open = label.lock === 'open';
    drawLock(pen, open, left + 5, middle, open ? theme.health.degraded : theme.muted);
    left += LABEL.lockWidth;
  }
  pen.fillStyle = color;
  pen.font = `500 ${String(LABEL.size)}px ${theme.font}`;
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  pen.fillText(label.text, left, middle + 0.5);
}
