import type { DisplayEdge, DisplayGraph, DisplayNode } from '@/lib/viz/graph/fold';
import type { LayoutInput } from '@/lib/viz/graph/layout/problem';
import { severity } from '@/lib/viz/graph/model';

/** Sizes of what is drawn, in CSS pixels at zoom 1. */
export const NODE = {
  height: 44,
  boxHeight: 66,
  minWidth: 124,
  maxWidth: 224,
  /** Left of the text, where the mark of health stands, and right of it. */
  textLeft: 27,
  textRight: 12,
  /** More at the right, where the icon of a kind stands; a workload has none. */
  iconRoom: 18,
  titleSize: 14,
  detailSize: 11.5,
} as const;

const NARROW = /[fijlrt.,:;'|()[\]I-]/;
const WIDE = /[mwMW@%]/;
const CAPITAL = /[A-Z_]/;

/**
 * Width of a line of text in the interface's font, near enough to lay out by: the same on every
 * machine, and in a worker, where no font can be measured.
 */
export function estimateTextWidth(text: string, size: number): number {
  let em = 0;
  for (const letter of text) {
    if (NARROW.test(letter)) em += 0.37;
    else if (WIDE.test(letter)) em += 0.86;
    else if (CAPITAL.test(letter)) em += 0.68;
    else em += 0.585;
  }
  return em * size;
}

/** How much an edge matters: trouble first, then traffic. */
export function importanceOf({ status, requestRate, bytesPerSecond }: DisplayEdge): number {
  const traffic = Math.log10(1 + (requestRate ?? (bytesPerSecond ?? 0) / 1000));
  return severity(status) * 100 + Math.min(99, traffic);
}

/** The input of the layout for what is to be drawn. */
export function layoutInputOf({ nodes, edges, boxes }: DisplayGraph): LayoutInput {
  return {
    nodes: nodes.map((node) => ({ id: node.id, box: node.box, ...sizeOf(node) })),
    edges: edges.map((edge) => ({
      id: edge.id,
      source: edge.source,
      target: edge.target,
      weight: importanceOf(edge),
    })),
    boxes: boxes.map(({ id, title }) => ({ id, minWidth: estimateTextWidth(title, 13) + 90 })),
  };
}

/** Letters of meshes at the right end of a node's second line. */
export const BADGE = { height: 13, padding: 3.5, size: 9, gap: 3 };
/** Room for the traffic of most nodes. It has to be the same for all figures, so that nothing moves with them. */
const FIGURE = '88.8 rps';

export function badgeWidth(badge: string): number {
  return estimateTextWidth(badge, BADGE.size) + 2 * BADGE.padding;
}

/** The version that is drawn as a mark, unless the name ends with it; null for none. */
export function versionMark({
  title,
  version,
}: DisplayNode): { text: string; width: number } | null {
  if (version === undefined || version === '' || title.endsWith(version)) return null;
  const text = fitText(version, 60, 10);
  return { text, width: estimateTextWidth(text, 10) + 9 };
}

/** The least width of the line of figures: version, traffic, meshes. */
function secondLine(node: DisplayNode): number {
  const version = versionMark(node);
  const badges = node.badges.reduce((sum, badge) => sum + badgeWidth(badge) + BADGE.gap, 0);
  const figure = estimateTextWidth(FIGURE, NODE.detailSize);
  return (version === null ? 0 : version.width + 6) + figure + badges;
}

function sizeOf(node: DisplayNode): { width: number; height: number } {
  const { kind, title } = node;
  const text = Math.max(estimateTextWidth(title, NODE.titleSize), secondLine(node));
  const wanted = Math.ceil((text + NODE.textLeft + rightOf(kind)) / 4) * 4;
  const least = kind === 'box' ? NODE.minWidth + 36 : NODE.minWidth;
  const width = Math.min(NODE.maxWidth, Math.max(least, wanted));
  return { width, height: kind === 'box' ? NODE.boxHeight : NODE.height };
}

/** The room right of the text of a node. */
export function rightOf(kind: DisplayNode['kind']): number {
  return NODE.textRight + (kind === 'workload' ? 0 : NODE.iconRoom);
}

const ELLIPSIS = '…';
/** Of a name that is cut, this share of what is left is its end: versions stand there. */
const TAIL_SHARE = 0.4;

/** Cuts a text in its middle so that it fits; names tell themselves apart at both ends. */
export function fitText(text: string, width: number, size: number): string {
  if (estimateTextWidth(text, size) <= width) return text;
  let [least, most] = [1, text.length];
  while (least < most) {
    const kept = Math.ceil((least + most) / 2);
    if (estimateTextWidth(cut(text, kept), size) <= width) least = kept;
    else most = kept - 1;
  }
  return cut(text, least);
}

function cut(text: string, kept: number): string {
  const tail = Math.floor(kept * TAIL_SHARE);
  return text.slice(0, kept - tail) + ELLIPSIS + text.slice(text.length - tail);
}
