import { at } from '@/lib/viz/graph/layout/adjacency';
import { assignColumns, keepColumns } from '@/lib/viz/graph/layout/columns';
import { levelHints, type Hints, type LevelHints } from '@/lib/viz/graph/layout/hints';
import type { LatticeLink } from '@/lib/viz/graph/layout/lattice';
import { layOutLevel, type Level } from '@/lib/viz/graph/layout/level';
import type { OuterItem, Problem } from '@/lib/viz/graph/layout/problem';

/** Sizes that make boxes; in the units of the layout, which are CSS pixels at zoom 1. */
export const BOX = {
  title: 30,
  pad: 14,
  side: 16,
  rowGap: 16,
  columnGap: 54,
  widestGap: 84,
} as const;

/** Width to height that boxes and the whole should come near to. */
export const ASPECT = 1.7;

/** Which sides of its ends an edge between items uses. */
export interface EdgeSides {
  readonly sourceRight: boolean;
  readonly targetRight: boolean;
}

/**
 * The inside of a box, apart from places: columns of its members and of its ports. A port is the
 * place in the left or right wall through which the outside edges of one member pass.
 */
export interface BoxPlan {
  readonly members: readonly number[];
  /** Of members, then ports. */
  readonly column: readonly number[];
  readonly links: readonly LatticeLink[];
  /** The link of an inner edge, by the index of the edge. */
  readonly linkOfEdge: ReadonlyMap<number, number>;
  /** The link of a port by `portKey`, and the vertex of the port. */
  readonly linkOfPort: ReadonlyMap<string, number>;
  readonly portVertex: ReadonlyMap<string, number>;
  readonly lastColumn: number;
  readonly hints: LevelHints | undefined;
}

/** Names the port of a node in a wall. */
export function portKey(node: number, right: boolean): string {
  return `${String(node)}${right ? 'R' : 'L'}`;
}

/** Plans one box. `sides` gives an edge's sides, or undefined for one within an item. */
export function planBox(
  problem: Problem,
  itemIndex: number,
  edgesOfItem: readonly number[],
  sides: (edge: number) => EdgeSides | undefined,
  hints: Hints,
): BoxPlan {
  const item = problem.items[itemIndex] ?? { box: null, members: [] };
  const draft = collectLinks(problem, itemIndex, edgesOfItem, sides);
  const known = levelHints(
    item.members.map((node) => hints.node.get(problem.nodes[node]?.id ?? '')),
  );
  const inner = memberColumns(problem, item, draft, known);
  const lastColumn = inner.reduce((most, own) => Math.max(most, own), 0) + 2;
  const column = [...inner].map((own) => own + 1);
  const links = draft.inner.map(({ from, to }) => plainLink(from, to));
  const linkOfPort = new Map<string, number>();
  const portVertex = new Map<string, number>();
  for (const [key, { member, right }] of draft.ports) {
    const port = column.length;
    column.push(right ? lastColumn : 0);
    linkOfPort.set(key, links.length);
    portVertex.set(key, port);
    links.push(right ? plainLink(member, port) : plainLink(port, member));
  }
  const { linkOfEdge } = draft;
  return {
    members: item.members,
    column,
    links,
    linkOfEdge,
    linkOfPort,
    portVertex,
    lastColumn,
    hints: known,
  };
}

function plainLink(from: number, to: number): LatticeLink {
  return { from, to, weight: 1, fromOffset: 0, toOffset: 0 };
}

interface Draft {
  readonly inner: readonly { readonly from: number; readonly to: number }[];
  readonly linkOfEdge: ReadonlyMap<number, number>;
  readonly ports: ReadonlyMap<string, { readonly member: number; readonly right: boolean }>;
}

function collectLinks(
  problem: Problem,
  itemIndex: number,
  edges: readonly number[],
  sides: (edge: number) => EdgeSides | undefined,
): Draft {
  const inner: { from: number; to: number }[] = [];
  const byPair = new Map<string, number>();
  const linkOfEdge = new Map<number, number>();
  const ports = new Map<string, { member: number; right: boolean }>();
  for (const edge of edges) {
    const { source, target } = problem.edges[edge] ?? { source: 0, target: 0 };
    const [from, to] = [at(problem.memberOf, source), at(problem.memberOf, target)];
    const side = sides(edge);
    if (side === undefined) {
      if (source === target) continue;
      const pair = `${String(from)}>${String(to)}`;
      const link = byPair.get(pair) ?? inner.length;
      if (link === inner.length) inner.push({ from, to });
      byPair.set(pair, link);
      linkOfEdge.set(edge, link);
    } else if (at(problem.itemOf, source) === itemIndex) {
      ports.set(portKey(source, side.sourceRight), { member: from, right: side.sourceRight });
    } else {
      ports.set(portKey(target, side.targetRight), { member: to, right: side.targetRight });
    }
  }
  return { inner, linkOfEdge, ports };
}

function memberColumns(
  problem: Problem,
  { members }: OuterItem,
  draft: Draft,
  known: LevelHints | undefined,
): Int32Array {
  const from = draft.inner.map((link) => link.from);
  const to = draft.inner.map((link) => link.to);
  if (known !== undefined) return keepColumns(known.columns, { from, to });
  const outside = { in: new Int32Array(members.length), out: new Int32Array(members.length) };
  for (const { member, right } of draft.ports.values()) {
    const side = right ? outside.out : outside.in;
    side[member] = at(side, member) + 1;
  }
  return assignColumns({
    from,
    to,
    outside,
    widths: members.map((node) => (problem.nodes[node]?.width ?? 0) + BOX.columnGap),
    heights: members.map((node) => (problem.nodes[node]?.height ?? 0) + BOX.rowGap),
    aspect: ASPECT,
    leastHeight: LEAST_HEIGHT,
  });
}

/** A box of a few nodes is not divided into columns only to be squarer. */
const LEAST_HEIGHT = 300;

/** Where the ports of a box want to be, by vertex; NaN for members that nobody hinted. */
export interface BoxWishes {
  readonly middles: Float64Array;
  /** Whether ports keep the order of their wishes. */
  readonly portsFixed: boolean;
}

const PORT_HEIGHT = 6;

/** Places the inside of a box. The first column of members starts at `BOX.side`. */
export function placeBox(problem: Problem, plan: BoxPlan, wishes: BoxWishes | undefined): Level {
  const { members, column, links, lastColumn } = plan;
  const size = (vertex: number) => problem.nodes[members[vertex] ?? -1];
  const hinted = plan.hints?.middles;
  const hints = wishes?.middles ?? (hinted && padded(hinted, column.length));
  return layOutLevel({
    column,
    widths: column.map((_, v) => size(v)?.width ?? 0),
    heights: column.map((_, v) => size(v)?.height ?? PORT_HEIGHT),
    links,
    rowGap: BOX.rowGap,
    stretch: true,
    columnGap: (index, crossing) =>
      index === 0 || index === lastColumn - 1
        ? BOX.side
        : Math.min(BOX.widestGap, BOX.columnGap + crossing * 1.5),
    hints,
    fixed: wishes?.portsFixed === true ? new Set([0, lastColumn]) : undefined,
    reorder: hinted === undefined,
  });
}

function padded(values: Float64Array, length: number): Float64Array {
  const longer = new Float64Array(length).fill(NaN);
  longer.set(values);
  return longer;
}
