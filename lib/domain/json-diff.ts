import { escapeStep } from '@/lib/domain/pointer';
import { arrayOf, isRecord, sameJson, type JsonRecord } from '@/lib/domain/json';
import type { PatchOperation } from '@/lib/domain/split';

/** How many pairs of elements are weighed against each other; above that they are paired in order. */
const MAX_PAIRS = 10_000;

/** What an operation costs beside its value, so that one inside an element beats a remove and an add. */
const OPERATION_COST = 40;

/**
 * The JSON Patch (RFC 6902) that makes one JSON value of another and touches nothing that is the same in both.
 *
 * Elements of arrays are aligned such that little is written: one that was put in or taken out moves the others,
 * and does not rewrite them. Work grows with the size of the values, whatever is in them.
 */
export function diffJson(before: unknown, after: unknown, path = ''): readonly PatchOperation[] {
  if (sameJson(before, after)) return [];
  const [left, right] = [arrayOf(before), arrayOf(after)];
  if (left !== null && right !== null) return diffArrays(left, right, path);
  if (isRecord(before) && isRecord(after)) return diffRecords(before, after, path);
  return [{ op: 'replace', path, value: after }];
}

function diffRecords(before: JsonRecord, after: JsonRecord, path: string): PatchOperation[] {
  const at = (key: string) => `${path}/${escapeStep(key)}`;
  const removed = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  return [
    ...removed.map((key): PatchOperation => ({ op: 'remove', path: at(key) })),
    ...Object.entries(after).flatMap(([key, value]): readonly PatchOperation[] =>
      Object.hasOwn(before, key)
        ? diffJson(before[key], value, at(key))
        : [{ op: 'add', path: at(key), value }],
    ),
  ];
}

type Step = 'keep' | 'remove' | 'add';

function diffArrays(
  before: readonly unknown[],
  after: readonly unknown[],
  path: string,
): PatchOperation[] {
  const operations: PatchOperation[] = [];
  let [left, right] = [0, 0];
  for (const step of stepsBetween(before, after)) {
    // Operations are applied in order: what is done already stands at the places of `after`.
    const at = `${path}/${right}`;
    if (step === 'remove') operations.push({ op: 'remove', path: at });
    else if (step === 'add') operations.push({ op: 'add', path: at, value: after[right] });
    else operations.push(...diffJson(before[left], after[right], at));
    if (step !== 'add') left += 1;
    if (step !== 'remove') right += 1;
  }
  return operations;
}

function stepsBetween(before: readonly unknown[], after: readonly unknown[]): readonly Step[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && sameJson(before[head], after[head])) head += 1;
  let tail = 0;
  while (tail < shorter - head && sameJson(before.at(-1 - tail), after.at(-1 - tail))) tail += 1;
  const keep = (count: number) => Array.from({ length: count }, (): Step => 'keep');
  const middle = align(
    before.slice(head, before.length - tail),
    after.slice(head, after.length - tail),
  );
  return [...keep(head), ...middle, ...keep(tail)];
}

function align(before: readonly unknown[], after: readonly unknown[]): readonly Step[] {
  if (before.length * after.length > MAX_PAIRS) return inOrder(before.length, after.length);
  const [old, wanted] = [before.map(weighed), after.map(weighed)];
  const best = bestSteps(old, wanted);
  const steps: Step[] = [];
  for (let [i, j] = [0, 0]; i < old.length || j < wanted.length;) {
    const step = best(i, j);
    steps.push(step);
    if (step !== 'add') i += 1;
    if (step !== 'remove') j += 1;
  }
  return steps;
}

/** The step to take from each place, found from the ends on. */
function bestSteps(
  old: readonly Weighed[],
  wanted: readonly Weighed[],
): (i: number, j: number) => Step {
  // costs[i][j]: of making the last elements of `wanted`, from j on, of those of `old` from i on.
  const costs = Array.from({ length: old.length + 1 }, () => new Float64Array(wanted.length + 1));
  const costAt = (i: number, j: number) => costs[i]?.[j] ?? 0;
  const stepAt = (i: number, j: number): readonly [number, Step] => {
    const [from, to] = [old[i], wanted[j]];
    if (to === undefined) return [OPERATION_COST + costAt(i + 1, j), 'remove'];
    const added = OPERATION_COST + to.size + costAt(i, j + 1);
    if (from === undefined) return [added, 'add'];
    const removed = OPERATION_COST + costAt(i + 1, j);
    const kept = costBetween(from, to) + costAt(i + 1, j + 1);
    if (kept <= Math.min(removed, added)) return [kept, 'keep'];
    return removed <= added ? [removed, 'remove'] : [added, 'add'];
  };
  for (const [i, row] of [...costs.entries()].toReversed()) {
    for (let j = wanted.length; j >= 0; j -= 1) {
      if (i < old.length || j < wanted.length) row[j] = stepAt(i, j)[0];
    }
  }
  return (i, j) => stepAt(i, j)[1];
}

function inOrder(before: number, after: number): readonly Step[] {
  return Array.from({ length: Math.max(before, after) }, (_, i): Step => {
    if (i >= after) return 'remove';
    return i >= before ? 'add' : 'keep';
  });
}

/** An element with what writing it, or a member of it, costs. */
interface Weighed {
  readonly text: string;
  readonly size: number;
  readonly members: ReadonlyMap<string, string> | null;
}

function weighed(value: unknown): Weighed {
  const text = JSON.stringify(value);
  const members = isRecord(value)
    ? new Map(Object.entries(value).map(([key, member]) => [key, JSON.stringify(member)]))
    : null;
  return { text, size: text.length, members };
}

/** Roughly how much is written to make one element of the other. */
function costBetween(from: Weighed, to: Weighed): number {
  if (from.text === to.text) return 0;
  if (from.members === null || to.members === null) return OPERATION_COST + to.size;
  let cost = 0;
  for (const [key, text] of to.members) {
    if (from.members.get(key) !== text) cost += OPERATION_COST / 2 + text.length;
  }
  for (const key of from.members.keys()) if (!to.members.has(key)) cost += OPERATION_COST / 2;
  return cost;
}
