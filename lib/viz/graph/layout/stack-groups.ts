import { at } from '@/lib/viz/graph/layout/adjacency';

/** A box or free node that stands over a range of columns. */
export interface Group {
  readonly first: number;
  readonly last: number;
  readonly height: number;
}

/** A link between two groups, and how far below their tops it touches them. */
export interface Pull {
  readonly a: number;
  readonly b: number;
  readonly offsetA: number;
  readonly offsetB: number;
}

interface StackInput {
  readonly groups: readonly Group[];
  readonly pulls: readonly Pull[];
  readonly gap: number;
  /** Where the middle of a group was; NaN for a new one. Known groups keep their order. */
  readonly middles?: Float64Array | undefined;
}

const ROUNDS = 4;
const RELAXATIONS = 24;
/** What a pixel of height costs beside a pixel that a link leads up or down. */
const HEIGHT_COST = 1.5;

/**
 * Stacks groups so that none covers another and links are nearly level: finds an order by trying
 * every place for every group, packs, then lets groups sink to where their links pull them.
 * O(groups² · (groups + links)), so for some dozens of groups.
 *
 * @returns The top of every group.
 */
export function stackGroups(input: StackInput): Float64Array {
  const order = input.middles === undefined ? freshOrder(input) : keptOrder(input, input.middles);
  const tops = pack(input, order);
  relax(input, order, tops);
  return tops;
}

function freshOrder(input: StackInput): number[] {
  const order = input.groups.map((_, group) => group);
  for (let round = 0; round < ROUNDS; round++) {
    if (!improve(input, order, input.groups.keys())) break;
  }
  return order;
}

function keptOrder(input: StackInput, middles: Float64Array): number[] {
  const all = input.groups.map((_, group) => group);
  const known = all.filter((group) => !Number.isNaN(at(middles, group)));
  known.sort((a, b) => at(middles, a) - at(middles, b) || a - b);
  const added = all.filter((group) => Number.isNaN(at(middles, group)));
  const order = [...known, ...added];
  improve(input, order, added);
  return order;
}

/** Moves each of some groups to where the cost is least. @returns whether any moved. */
function improve(input: StackInput, order: number[], movable: Iterable<number>): boolean {
  let best = costOf(input, order);
  let improved = false;
  for (const group of movable) {
    const home = order.indexOf(group);
    order.splice(home, 1);
    let place = home;
    for (let index = 0; index <= order.length; index++) {
      order.splice(index, 0, group);
      const cost = costOf(input, order);
      order.splice(index, 1);
      if (cost >= best - 0.001) continue;
      [best, place, improved] = [cost, index, true];
    }
    order.splice(place, 0, group);
  }
  return improved;
}

function costOf(input: StackInput, order: readonly number[]): number {
  const tops = pack(input, order);
  let cost = 0;
  for (const { a, b, offsetA, offsetB } of input.pulls) {
    cost += Math.abs(at(tops, a) + offsetA - at(tops, b) - offsetB);
  }
  const lowest = input.groups.reduce(
    (most, { height }, group) => Math.max(most, at(tops, group) + height),
    0,
  );
  return cost + lowest * HEIGHT_COST;
}

/** Puts groups one after the other as high as their columns allow. */
function pack({ groups, gap }: StackInput, order: readonly number[]): Float64Array {
  const tops = new Float64Array(groups.length);
  const skyline: number[] = [];
  for (const index of order) {
    const group = groups[index];
    if (group === undefined) continue;
    let top = 0;
    for (let c = group.first; c <= group.last; c++) top = Math.max(top, skyline[c] ?? 0);
    tops[index] = top;
    for (let c = group.first; c <= group.last; c++) skyline[c] = top + group.height + gap;
  }
  return tops;
}

function relax({ groups, pulls, gap }: StackInput, order: readonly number[], tops: Float64Array) {
  for (let round = 0; round < RELAXATIONS; round++) {
    for (const index of round % 2 === 0 ? order.toReversed() : order) {
      const wish = wishOf(pulls, index, tops);
      if (wish === null) continue;
      const { least, most } = roomOf(groups, order, index, tops, gap);
      tops[index] = Math.min(most, Math.max(least, wish));
    }
  }
}

/** The median of where links would be level; null for a group without any. */
function wishOf(pulls: readonly Pull[], index: number, tops: Float64Array): number | null {
  const wishes = pulls.flatMap(({ a, b, offsetA, offsetB }) => {
    if (a === index) return at(tops, b) + offsetB - offsetA;
    return b === index ? at(tops, a) + offsetA - offsetB : [];
  });
  if (wishes.length === 0) return null;
  wishes.sort((x, y) => x - y);
  const half = wishes.length / 2;
  return (at(wishes, Math.floor(half)) + at(wishes, Math.ceil(half) - 1)) / 2;
}

function roomOf(
  groups: readonly Group[],
  order: readonly number[],
  index: number,
  tops: Float64Array,
  gap: number,
) {
  const own = groups[index] ?? { first: 0, last: 0, height: 0 };
  let [least, most] = [-Infinity, Infinity];
  const position = order.indexOf(index);
  order.forEach((other, place) => {
    const group = groups[other];
    if (group === undefined || other === index) return;
    if (group.last < own.first || group.first > own.last) return;
    if (place < position) least = Math.max(least, at(tops, other) + group.height + gap);
    else most = Math.min(most, at(tops, other) - gap - own.height);
  });
  return { least, most };
}
