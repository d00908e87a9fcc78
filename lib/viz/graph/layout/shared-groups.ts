import { at } from '@/lib/viz/graph/layout/adjacency';
import { BOX } from '@/lib/viz/graph/layout/box-plan';
import { layOutLevel, type Level } from '@/lib/viz/graph/layout/level';
import { OUTER } from '@/lib/viz/graph/layout/outer-plan';
import type { Problem } from '@/lib/viz/graph/layout/problem';
import { stackGroups, type Group } from '@/lib/viz/graph/layout/stack-groups';

/** A box with its inside laid out, or a free node. */
export interface PlacedGroup extends Group {
  /** Undefined for a free node. */
  readonly level: Level | undefined;
  /** For the index of an edge within it, the index of its link. */
  readonly linkOfEdge: ReadonlyMap<number, number>;
  /** How far below the top of the group the middle of each member is. */
  readonly offsets: readonly number[];
}

function groupOf(
  problem: Problem,
  members: readonly number[],
  column: readonly number[],
  isFree: boolean,
  order: { readonly hints: readonly number[] | undefined; readonly reorder: boolean },
): PlacedGroup {
  const columns = members.map((node) => at(column, node));
  const [first, last] = [Math.min(...columns), Math.max(...columns)];
  const heights = members.map((node) => problem.nodes[node]?.height ?? 0);
  if (isFree) {
    const height = at(heights, 0);
    return { first, last, height, level: undefined, linkOfEdge: new Map(), offsets: [height / 2] };
  }
  const { links, linkOfEdge } = innerLinks(problem, new Set(members));
  const level = layOutLevel({
    column: columns.map((own) => own - first),
    widths: heights.map(() => 0),
    heights,
    links,
    rowGap: BOX.rowGap,
    columnGap: () => 0,
    stretch: true,
    ...order,
  });
  const offsets = members.map((_, v) => BOX.title + at(level.middle, v) - level.top);
  const height = level.bottom - level.top + BOX.title + BOX.pad;
  return { first, last, height, level, linkOfEdge, offsets };
}

function innerLinks({ edges, memberOf }: Problem, inside: ReadonlySet<number>) {
  const links: {
    from: number;
    to: number;
    weight: number;
    fromOffset: number;
    toOffset: number;
  }[] = [];
  const linkOfEdge = new Map<number, number>();
  edges.forEach(({ source, target }, edge) => {
    if (source === target || !inside.has(source) || !inside.has(target)) return;
    linkOfEdge.set(edge, links.length);
    const ends = { from: at(memberOf, source), to: at(memberOf, target) };
    links.push({ ...ends, weight: 1, fromOffset: 0, toOffset: 0 });
  });
  return { links, linkOfEdge };
}

function pullsOf({ edges, itemOf, memberOf }: Problem, groups: readonly PlacedGroup[]) {
  return edges.flatMap(({ source, target }) => {
    const [a, b] = [at(itemOf, source), at(itemOf, target)];
    if (a === b) return [];
    const offsetA = at(groups[a]?.offsets ?? [], at(memberOf, source));
    const offsetB = at(groups[b]?.offsets ?? [], at(memberOf, target));
    return [{ a, b, offsetA, offsetB }];
  });
}

/** Lays out the inside of every box over the columns of its members. */
export function groupsOf(
  problem: Problem,
  column: readonly number[],
  hints: Float64Array | undefined,
  reorder: boolean,
): PlacedGroup[] {
  return problem.items.map(({ box, members }) =>
    groupOf(problem, members, column, box === null, {
      hints: hints && members.map((node) => at(hints, node)),
      reorder,
    }),
  );
}

/** Stacks the groups. @returns the top of each. */
export function stackAll(
  problem: Problem,
  groups: readonly PlacedGroup[],
  middles: Float64Array | undefined,
): Float64Array {
  return stackGroups({ groups, pulls: pullsOf(problem, groups), gap: OUTER.rowGap - 8, middles });
}

/** The middles of stacked groups. */
export function middlesOf(groups: readonly PlacedGroup[], tops: Float64Array): Float64Array {
  return Float64Array.from(groups, ({ height }, group) => at(tops, group) + height / 2);
}

/** For every node the mean of where it stands and where the other ends of its edges stand. */
export function wishesOf(problem: Problem, groups: readonly PlacedGroup[], tops: Float64Array) {
  const { itemOf, memberOf, nodes, edges } = problem;
  const middle = nodes.map((_, node) => {
    const item = at(itemOf, node);
    return at(tops, item) + at(groups[item]?.offsets ?? [], at(memberOf, node));
  });
  const sum = Float64Array.from(middle);
  const weight = new Float64Array(nodes.length).fill(1);
  const pull = (node: number, other: number) => {
    sum[node] = at(sum, node) + at(middle, other);
    weight[node] = at(weight, node) + 1;
  };
  for (const { source, target } of edges) {
    pull(source, target);
    pull(target, source);
  }
  return sum.map((own, node) => own / at(weight, node));
}
