import { formatBytesPerSecond, formatRate, formatRatio } from '@/lib/domain/format';
import type { DisplayNode } from '@/lib/viz/graph/fold';
import { drawHealthMark, drawKindIcon, traceNode } from '@/lib/viz/graph/glyphs';
import type { HealthStatus } from '@/lib/viz/graph/model';
import {
  BADGE,
  badgeWidth,
  estimateTextWidth,
  fitText,
  NODE,
  rightOf,
  versionMark,
} from '@/lib/viz/graph/node-size';
import { paintTrouble, paintTroubleMark } from '@/lib/viz/graph/paint-trouble';
import { detailAt, type GraphTheme, type Pen } from '@/lib/viz/graph/pen';
import type { SceneBox, SceneNode } from '@/lib/viz/graph/scene';

const MARK_RADIUS = 4.2;
const MARK_X = 14;
/** Names keep at least this height on the screen while they are drawn. */
const LEAST_NAME_PX = 9;

/** Draws one node with as much as can be read at the zoom. */
export function paintNode(pen: Pen, item: SceneNode, theme: GraphTheme, zoom: number): void {
  const detail = detailAt(zoom);
  paintBody(pen, item, theme, zoom);
  if (detail === 'blocks' && item.node.kind !== 'box') return;
  if (detail === 'full') paintFull(pen, item, theme);
  else paintName(pen, item, theme, zoom);
  paintTrouble(pen, item, item.node.trouble, theme, zoom);
}

/** Draws the ring of the selected node. */
export function paintRing(
  pen: Pen,
  { node, ...rect }: SceneNode,
  color: string,
  zoom: number,
): void {
  const gap = 3;
  pen.strokeStyle = color;
  pen.lineWidth = Math.max(2, 2 / zoom);
  traceNode(pen, node.kind, {
    x: rect.x - gap,
    y: rect.y - gap,
    width: rect.width + 2 * gap,
    height: rect.height + 2 * gap,
  });
  pen.stroke();
}

const STACK_STEP = 4;

function paintBody(pen: Pen, item: SceneNode, theme: GraphTheme, zoom: number): void {
  const { kind, status } = item.node;
  const bad = isBad(status);
  pen.strokeStyle = bad ? theme.health[status] : theme.borderStrong;
  pen.lineWidth = Math.max(bad ? 1.8 : 1, 0.6 / zoom);
  if (kind === 'box' || kind === 'app') {
    pen.fillStyle = theme.sunken;
    traceNode(pen, kind, {
      ...item,
      x: item.x + STACK_STEP,
      y: item.y + STACK_STEP,
    });
    pen.fill();
    pen.stroke();
  }
  pen.fillStyle = theme.raised;
  traceNode(pen, kind, item);
  pen.fill();
  if (bad) {
    pen.globalAlpha = detailAt(zoom) === 'blocks' ? 0.75 : 0.1;
    pen.fillStyle = theme.health[status];
    pen.fill();
    pen.globalAlpha = 1;
  }
  if (kind === 'unknown' || status === 'idle') pen.setLineDash([4, 3]);
  pen.stroke();
  pen.setLineDash([]);
}

function isBad(status: HealthStatus): boolean {
  return status === 'failing' || status === 'degraded';
}

function paintFull(pen: Pen, item: SceneNode, theme: GraphTheme): void {
  const { node, x, y, width, height } = item;
  const line = y + (node.kind === 'box' ? 20 : 15.5);
  const left = x + NODE.textLeft;
  const room = width - NODE.textLeft - rightOf(node.kind);
  if (node.kind !== 'workload') {
    const icon = { x: x + width - 19, y: node.kind === 'box' ? line : y + height / 2 };
    drawKindIcon(pen, node.kind, icon.x, icon.y, theme.muted);
  }
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  pen.fillStyle = node.status === 'idle' ? theme.muted : theme.text;
  pen.font = `560 ${String(NODE.titleSize)}px ${theme.font}`;
  pen.fillText(fitText(node.title, room, NODE.titleSize), left, line);
  drawHealthMark(pen, node.status, x + MARK_X, line - 0.5, MARK_RADIUS, theme.health[node.status]);
  const second = line + 16.5;
  const badgeEnd = x + width - (node.kind === 'workload' ? 8 : rightOf(node.kind));
  const taken = paintBadges(pen, node.badges, badgeEnd, second, theme);
  const used = paintVersion(pen, node, left, second, theme);
  pen.fillStyle = theme.muted;
  pen.font = `400 ${String(NODE.detailSize)}px ${theme.font}`;
  pen.fillText(detailText(node, room - used - taken), left + used, second);
  if (node.kind === 'box') paintCounts(pen, node, left, second + 15.5, theme);
}

/** Draws the version as a badge, unless the name ends with it. @returns how much room it took. */
function paintVersion(
  pen: Pen,
  node: DisplayNode,
  x: number,
  y: number,
  theme: GraphTheme,
): number {
  const mark = versionMark(node);
  if (mark === null) return 0;
  pen.fillStyle = theme.border;
  pen.beginPath();
  pen.roundRect(x, y - 7.5, mark.width, 14, 4);
  pen.fill();
  pen.fillStyle = theme.text;
  pen.font = `500 10px ${theme.font}`;
  pen.fillText(mark.text, x + 4.5, y);
  return mark.width + 6;
}

/** Draws the letters of meshes, ending at `right`. @returns how much room they took. */
function paintBadges(
  pen: Pen,
  badges: readonly string[],
  right: number,
  y: number,
  theme: GraphTheme,
): number {
  let end = right;
  for (const badge of badges.toReversed()) {
    const width = badgeWidth(badge);
    pen.strokeStyle = theme.borderStrong;
    pen.lineWidth = 1;
    pen.beginPath();
    pen.roundRect(end - width, y - BADGE.height / 2, width, BADGE.height, 3);
    pen.stroke();
    pen.fillStyle = theme.muted;
    pen.font = `600 ${String(BADGE.size)}px ${theme.font}`;
    pen.fillText(badge, end - width + BADGE.padding, y + 0.5);
    end -= width + BADGE.gap;
  }
  return right - end;
}

/** The figures under a name: traffic and errors; of what has no room, errors are the last to go. */
function detailText(node: DisplayNode, room: number): string {
  const { kind, members, requestRate, errorRatio, bytesPerSecond } = node;
  const isTcp = requestRate === undefined && bytesPerSecond !== undefined;
  const traffic = isTcp ? formatBytesPerSecond(bytesPerSecond) : formatRate(requestRate);
  const count = kind === 'box' ? `${String(members.length)} · ` : '';
  const errors = errorRatio != null && errorRatio > 0 ? `${formatRatio(errorRatio)} err` : '';
  const wordings = errors === '' ? [] : [`${count}${traffic} · ${errors}`, errors];
  const fitting = wordings.find((text) => estimateTextWidth(text, NODE.detailSize) <= room);
  return fitting ?? count + traffic;
}

const COUNTED: readonly HealthStatus[] = ['failing', 'degraded', 'healthy', 'idle', 'unknown'];

function paintCounts(pen: Pen, node: DisplayNode, x: number, y: number, theme: GraphTheme): void {
  let left = x + MARK_RADIUS;
  for (const status of COUNTED) {
    const count = node.healthCounts[status];
    if (count === undefined) continue;
    drawHealthMark(pen, status, left, y, MARK_RADIUS - 0.6, theme.health[status]);
    pen.fillStyle = theme.muted;
    pen.font = `500 ${String(NODE.detailSize)}px ${theme.font}`;
    pen.fillText(String(count), left + 8, y + 0.5);
    left += 18 + estimateTextWidth(String(count), NODE.detailSize);
  }
}

/** The name alone, larger than at full detail so that it can still be read. */
function paintName(pen: Pen, item: SceneNode, theme: GraphTheme, zoom: number): void {
  const size = Math.min(item.height * 0.42, Math.max(NODE.titleSize, LEAST_NAME_PX / zoom));
  const padding = 10;
  const bad = isBad(item.node.status);
  const room = item.width - 2 * padding - (bad ? size : 0);
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  pen.fillStyle = item.node.status === 'idle' ? theme.muted : theme.text;
  pen.font = `550 ${size.toFixed(1)}px ${theme.font}`;
  const middle = item.y + item.height / 2;
  pen.fillText(fitText(item.node.title, room, size), item.x + padding, middle);
  if (!bad) return;
  const x = item.x + item.width - padding - size / 3;
  drawHealthMark(pen, item.node.status, x, middle, size / 3, theme.health[item.node.status]);
}

const TITLE_PX = 13;
const LARGEST_STRIP_TITLE = 17;

/** Draws the box of a namespace, without its title. */
export function paintBox(pen: Pen, rect: SceneBox, theme: GraphTheme, zoom: number): void {
  pen.fillStyle = theme.sunken;
  pen.strokeStyle = theme.border;
  pen.lineWidth = Math.max(1, 0.8 / zoom);
  pen.beginPath();
  pen.roundRect(rect.x, rect.y, rect.width, rect.height, 10);
  pen.fill();
  pen.stroke();
}

/** Draws the title of a box: as large as it must be to be read, as far as the box allows. */
export function paintBoxTitle(pen: Pen, item: SceneBox, theme: GraphTheme, zoom: number): void {
  const inside = detailAt(zoom) !== 'blocks';
  const most = inside ? LARGEST_STRIP_TITLE : Math.min(item.width / 7, item.height / 3);
  const size = Math.max(TITLE_PX, Math.min(TITLE_PX / zoom, most));
  const count = String(item.box.count);
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  const y = inside ? item.y + 16 : item.y + size * 0.8;
  const room = item.width - 50;
  pen.font = `600 ${size.toFixed(1)}px ${theme.font}`;
  const title = fitText(item.box.title, room, size);
  const x = item.x + 30;
  const titleWidth = estimateTextWidth(title, size) * 1.04;
  if (!inside)
    paintPlate(
      pen,
      { x: x - size / 3, y: y - size * 0.7, width: titleWidth + size, height: size * 1.4 },
      theme,
    );
  else paintChevron(pen, item.x + 18, y, theme);
  pen.fillStyle = theme.muted;
  pen.fillText(title, x, y);
  if (!inside) return;
  pen.font = `400 ${String(NODE.detailSize)}px ${theme.font}`;
  pen.fillText(count, x + titleWidth + 8, y);
  const end = item.x + item.width - 10;
  const taken = paintBadges(pen, item.box.badges, end, y, theme);
  const { trouble } = item.box;
  if (trouble !== undefined) paintTroubleMark(pen, end - taken, y, trouble, theme);
}

/** The mark that a box can be closed. */
function paintChevron(pen: Pen, x: number, y: number, theme: GraphTheme): void {
  pen.strokeStyle = theme.muted;
  pen.lineWidth = 1.5;
  pen.beginPath();
  pen.moveTo(x - 4, y - 2);
  pen.lineTo(x, y + 2);
  pen.lineTo(x + 4, y - 2);
  pen.stroke();
}

function paintPlate(
  pen: Pen,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
  theme: GraphTheme,
): void {
  pen.globalAlpha = 0.85;
  pen.fillStyle = theme.surface;
  pen.beginPath();
  pen.roundRect(x, y, width, height, height / 4);
  pen.fill();
  pen.globalAlpha = 1;
}
