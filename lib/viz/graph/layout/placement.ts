import type { Rect } from '@/lib/viz/graph/geometry';
import { at } from '@/lib/viz/graph/layout/adjacency';
import { BOX, placeBox, planBox, portKey, type BoxPlan } from '@/lib/viz/graph/layout/box-plan';
import type { Hints } from '@/lib/viz/graph/layout/hints';
import { layOutLevel, type Level } from '@/lib/viz/graph/layout/level';
import { OUTER, planOuter, sidesOf, type OuterPlan } from '@/lib/viz/graph/layout/outer-plan';
import type { Problem } from '@/lib/viz/graph/layout/problem';

/** Everything that is known once boxes and nodes have their places; what routing works on. */
export interface Placement {
  readonly problem: Problem;
  readonly outer: OuterPlan;
  readonly outerLevel: Level;
  /** By item; undefined for a free node. */
  readonly plans: readonly (BoxPlan | undefined)[];
  readonly levels: readonly (Level | undefined)[];
  /** The rectangle of every item, by item. */
  readonly items: readonly Rect[];
  /** The rectangle of every node, by node. */
  readonly nodes: readonly Rect[];
}

/** Lays out the inside of every box, then the boxes, twice: ports follow where the boxes went. */
export function place(problem: Problem, hints: Hints): Placement {
  const outer = planOuter(problem, hints);
  const edgesOfItem = edgesByItem(problem);
  const plans = problem.items.map((item, index) =>
    item.box === null
      ? undefined
      : planBox(
          problem,
          index,
          edgesOfItem[index] ?? [],
          (edge) => sidesOf(problem, outer, edge),
          hints,
        ),
  );
  const drafts = plans.map((plan) => plan && placeBox(problem, plan, undefined));
  const draft = placeOuter(problem, outer, plans, drafts, undefined);
  const levels = plans.map(
    (plan, item) =>
      plan && placeBox(problem, plan, wishesOf(problem, outer, plans, drafts, draft, item)),
  );
  const outerLevel = placeOuter(problem, outer, plans, levels, draft.middle);
  const items = problem.items.map((_, item) => itemRect(problem, outerLevel, levels, item));
  const nodes = problem.nodes.map((_, node) => nodeRect(problem, levels, items, node));
  return { problem, outer, outerLevel, plans, levels, items, nodes };
}

function edgesByItem({ edges, items, itemOf }: Problem): number[][] {
  const lists = items.map(() => Array<number>());
  edges.forEach(({ source, target }, edge) => {
    const [a, b] = [at(itemOf, source), at(itemOf, target)];
    lists[a]?.push(edge);
    if (a !== b) lists[b]?.push(edge);
  });
  return lists;
}

function placeOuter(
  problem: Problem,
  outer: OuterPlan,
  plans: readonly (BoxPlan | undefined)[],
  levels: readonly (Level | undefined)[],
  draft: Float64Array | undefined,
): Level {
  const sizes = problem.items.map((_, item) => itemSize(problem, levels, item));
  const links = outer.bundles.map(({ from, to, edges }) => ({
    from,
    to,
    weight: Math.min(6, edges.length),
    fromOffset: meanPort(problem, outer, plans, levels, from, edges),
    toOffset: meanPort(problem, outer, plans, levels, to, edges),
  }));
  return layOutLevel({
    column: outer.column,
    widths: sizes.map(({ width }) => width),
    heights: sizes.map(({ height }) => height),
    links,
    rowGap: OUTER.rowGap,
    stretch: false,
    columnGap: (_, crossing) => Math.min(OUTER.widestGap, OUTER.columnGap + crossing * 2),
    hints: draft?.subarray(0, sizes.length) ?? outer.hints?.middles,
    reorder: outer.hints === undefined && draft === undefined,
  });
}

/** How far below the middle of an item its edges of one bundle leave it, on average. */
function meanPort(
  problem: Problem,
  outer: OuterPlan,
  plans: readonly (BoxPlan | undefined)[],
  levels: readonly (Level | undefined)[],
  item: number,
  edges: readonly number[],
): number {
  const sum = edges.reduce(
    (total, edge) => total + portOffset(problem, outer, plans, levels, item, edge),
    0,
  );
  return sum / edges.length;
}

function portOffset(
  problem: Problem,
  outer: OuterPlan,
  plans: readonly (BoxPlan | undefined)[],
  levels: readonly (Level | undefined)[],
  item: number,
  edge: number,
): number {
  const [plan, level] = [plans[item], levels[item]];
  const port = plan && portOfEdge(problem, outer, plan, item, edge);
  if (level === undefined || port === undefined) return 0;
  const contentMiddle = (level.top + level.bottom) / 2 - (BOX.title - BOX.pad) / 2;
  return at(level.middle, port) - contentMiddle;
}

function portOfEdge(
  problem: Problem,
  outer: OuterPlan,
  plan: BoxPlan,
  item: number,
  edge: number,
): number | undefined {
  const { source, target } = problem.edges[edge] ?? { source: 0, target: 0 };
  const sides = sidesOf(problem, outer, edge);
  if (sides === undefined) return undefined;
  const leaves = at(problem.itemOf, source) === item;
  const key = leaves ? portKey(source, sides.sourceRight) : portKey(target, sides.targetRight);
  return plan.portVertex.get(key);
}

/** Where the ports of an item would be level with the other ends of their edges. */
function wishesOf(
  problem: Problem,
  outer: OuterPlan,
  plans: readonly (BoxPlan | undefined)[],
  drafts: readonly (Level | undefined)[],
  outerDraft: Level,
  item: number,
) {
  const [plan, level] = [plans[item], drafts[item]];
  if (plan === undefined || level === undefined) return undefined;
  const middles = level.middle.slice(0, plan.column.length);
  const sums = new Map<number, { sum: number; count: number }>();
  outer.bundles.forEach(({ from, to, edges }) => {
    if (from !== item && to !== item) return;
    const other = from === item ? to : from;
    for (const edge of edges) {
      const port = portOfEdge(problem, outer, plan, item, edge);
      if (port === undefined) continue;
      const far = portOffset(problem, outer, plans, drafts, other, edge);
      const entry = sums.get(port) ?? { sum: 0, count: 0 };
      const y = at(outerDraft.middle, other) + far - at(outerDraft.middle, item);
      sums.set(port, { sum: entry.sum + y, count: entry.count + 1 });
    }
  });
  for (const [port, { sum, count }] of sums) middles[port] = sum / count;
  return { middles, portsFixed: true };
}

function itemSize(problem: Problem, levels: readonly (Level | undefined)[], item: number) {
  const level = levels[item];
  const { box, members } = problem.items[item] ?? { box: null, members: [] };
  if (box === null || level === undefined) {
    const node = problem.nodes[members[0] ?? -1];
    return { width: node?.width ?? 0, height: node?.height ?? 0 };
  }
  let right = 0;
  for (let v = 0; v < members.length; v++) right = Math.max(right, at(level.right, v));
  return {
    width: Math.max(box.minWidth, right + BOX.side),
    height: level.bottom - level.top + BOX.title + BOX.pad,
  };
}

function itemRect(
  problem: Problem,
  outerLevel: Level,
  levels: readonly (Level | undefined)[],
  item: number,
): Rect {
  const { width, height } = itemSize(problem, levels, item);
  return {
    x: at(outerLevel.left, item),
    y: at(outerLevel.middle, item) - height / 2,
    width,
    height,
  };
}

function nodeRect(
  problem: Problem,
  levels: readonly (Level | undefined)[],
  items: readonly Rect[],
  node: number,
): Rect {
  const item = at(problem.itemOf, node);
  const [level, rect] = [levels[item], items[item] ?? { x: 0, y: 0, width: 0, height: 0 }];
  if (level === undefined) return rect;
  const member = at(problem.memberOf, node);
  const height = problem.nodes[node]?.height ?? 0;
  const left = at(level.left, member);
  return {
    x: rect.x + left,
    y: rect.y + BOX.title + at(level.middle, member) - level.top - height / 2,
    width: at(level.right, member) - left,
    height,
  };
}
