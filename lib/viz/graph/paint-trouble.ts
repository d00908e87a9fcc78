import type { Rect } from '@/lib/viz/graph/geometry';
import { estimateTextWidth } from '@/lib/viz/graph/node-size';
import { detailAt, type GraphTheme, type Pen } from '@/lib/viz/graph/pen';
import type { Trouble } from '@/lib/viz/graph/trouble';

const MARK = { height: 14, padding: 5, size: 9.5, icon: 6.5, fromEnd: 12 };
const DOT = 4;

/**
 * Draws how much is wrong with the configuration of a node on the upper edge of it, where nothing else stands: a wrench
 * would be a picture to guess, so it is a small flag and a number. Red only when something is an error.
 */
export function paintTrouble(
  pen: Pen,
  { x, y, width }: Rect,
  trouble: Trouble | undefined,
  theme: GraphTheme,
  zoom: number,
): void {
  if (trouble === undefined) return;
  const right = x + width - MARK.fromEnd;
  if (detailAt(zoom) === 'full') paintTroubleMark(pen, right, y, trouble, theme);
  else if (detailAt(zoom) === 'names') paintDot(pen, right - DOT, y, trouble, theme);
}

/** The mark alone, ending at `right`. @returns how much room it took. */
export function paintTroubleMark(
  pen: Pen,
  right: number,
  y: number,
  trouble: Trouble,
  theme: GraphTheme,
): number {
  const text = String(trouble.error + trouble.warning);
  const inside = MARK.icon + 2 + estimateTextWidth(text, MARK.size);
  const width = inside + 2 * MARK.padding;
  const left = right - width;
  const color = colorOf(trouble, theme);
  pen.fillStyle = theme.raised;
  pen.strokeStyle = color;
  pen.lineWidth = 1;
  pen.beginPath();
  pen.roundRect(left, y - MARK.height / 2, width, MARK.height, MARK.height / 2);
  pen.fill();
  pen.stroke();
  paintFlag(pen, left + MARK.padding, y, color);
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  pen.fillStyle = color;
  pen.font = `600 ${String(MARK.size)}px ${theme.font}`;
  pen.fillText(text, left + MARK.padding + MARK.icon + 2, y + 0.5);
  return width;
}

function paintFlag(pen: Pen, x: number, y: number, color: string): void {
  pen.strokeStyle = color;
  pen.fillStyle = color;
  pen.lineWidth = 1.2;
  pen.beginPath();
  pen.moveTo(x + 0.6, y - 4);
  pen.lineTo(x + 0.6, y + 4);
  pen.stroke();
  pen.beginPath();
  pen.moveTo(x + 0.6, y - 4);
  pen.lineTo(x + MARK.icon, y - 1.8);
  pen.lineTo(x + 0.6, y + 0.4);
  pen.closePath();
  pen.fill();
}

function paintDot(pen: Pen, x: number, y: number, trouble: Trouble, theme: GraphTheme): void {
  pen.fillStyle = colorOf(trouble, theme);
  pen.beginPath();
  pen.arc(x, y, DOT, 0, 2 * Math.PI);
  pen.fill();
}

function colorOf({ error }: Trouble, { health }: GraphTheme): string {
  return error > 0 ? health.failing : health.degraded;
}
