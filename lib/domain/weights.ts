import { addsUpInFloat32, float32Sum, settledInFloat32 } from '@/lib/domain/float32-weights';
import type { WeightArithmetic } from '@/lib/domain/split';

/** Weights of a choice as they are written; null where one is left out. */
export type Weights = readonly (number | null)[];

/** The finest steps that a person moves weights in when the object's own scale is coarser. */
const PERCENT = 100;

/** A smallest step may not be a binary fraction (0.01); this much of one is rounding. */
const ROUNDING_TOLERANCE = 1e-6;

/**
 * Says what share of the traffic each weight gets, 0..1.
 *
 * @returns null for every target when the choice sends nothing anywhere (all weights 0).
 */
export function sharesOf(weights: Weights, arithmetic: WeightArithmetic): (number | null)[] {
  if (weights.length === 1 && arithmetic.kind === 'relative' && arithmetic.singleTakesAll) {
    return [1];
  }
  const numbers = numbersOf(weights, arithmetic);
  const total = sum(numbers);
  return numbers.map((weight) => (total > 0 ? weight / total : null));
}

/** The smallest move, in percent, that `moveWeight` can make of these weights. */
export function percentStep(weights: Weights, arithmetic: WeightArithmetic): number {
  return PERCENT / gridOf(weights, arithmetic);
}

/** Why a mesh (or we, before it) would refuse a set of weights; `rule` is for machines. */
export interface WeightsRefusal {
  readonly rule:
    'not-a-number' | 'negative' | 'not-a-step' | 'too-small' | 'too-large' | 'all-zero' | 'sum';
  readonly message: string;
}

/** Checks weights against the arithmetic of their mesh; null when they may be written. */
export function refusalOf(weights: Weights, arithmetic: WeightArithmetic): WeightsRefusal | null {
  for (const weight of weights) {
    const refusal = weight === null ? null : refusalOfOne(weight, arithmetic);
    if (refusal !== null) return refusal;
  }
  return refusalOfTotal(weights, arithmetic);
}

function refusalOfTotal(weights: Weights, arithmetic: WeightArithmetic): WeightsRefusal | null {
  if (arithmetic.kind === 'sum') return refusalOfSum(weights, arithmetic);
  const total = sum(numbersOf(weights, arithmetic));
  const { maxTotal, refusesAllZero, singleTakesAll } = arithmetic;
  if (maxTotal !== undefined && total > maxTotal) {
    const message = `The weights add up to ${total}; they may add up to ${maxTotal} at most.`;
    return { rule: 'sum', message };
  }
  const needsSome = weights.length > (singleTakesAll ? 1 : 0);
  if (refusesAllZero && needsSome && total === 0) {
    return { rule: 'all-zero', message: 'All weights are 0, so no target would get traffic.' };
  }
  return null;
}

function refusalOfSum(
  weights: Weights,
  arithmetic: Extract<WeightArithmetic, { kind: 'sum' }>,
): WeightsRefusal | null {
  const numbers = numbersOf(weights, arithmetic);
  const total = Number(sum(numbers).toFixed(6));
  const { float32 = false, total: wanted, step } = arithmetic;
  if (Math.abs(total - wanted) >= ROUNDING_TOLERANCE) {
    return {
      rule: 'sum',
      message: `The weights add up to ${total}; they must add up to ${wanted}.`,
    };
  }
  if (!float32 || addsUpInFloat32(numbers, wanted)) return null;
  const message =
    `The mesh adds these weights up to ${float32Sum(numbers)} in its 32-bit arithmetic and would refuse ` +
    `them. Move ${step} from one to another.`;
  return { rule: 'sum', message };
}

function refusalOfOne(weight: number, arithmetic: WeightArithmetic): WeightsRefusal | null {
  if (!Number.isFinite(weight)) {
    return { rule: 'not-a-number', message: `${weight} is not a number.` };
  }
  if (weight < 0) return { rule: 'negative', message: `${weight} is negative.` };
  return stepRefusal(weight, arithmetic) ?? rangeRefusal(weight, arithmetic);
}

function stepRefusal(weight: number, arithmetic: WeightArithmetic): WeightsRefusal | null {
  const step = stepOf(arithmetic);
  if (step === 1 ? Number.isInteger(weight) : isWhole(weight / step)) return null;
  const message =
    step === 1 ? `${weight} is not a whole number.` : `${weight} is not a multiple of ${step}.`;
  return { rule: 'not-a-step', message };
}

function rangeRefusal(weight: number, arithmetic: WeightArithmetic): WeightsRefusal | null {
  const isRelative = arithmetic.kind === 'relative';
  const min = isRelative ? arithmetic.min : undefined;
  if (min !== undefined && weight < min) {
    return { rule: 'too-small', message: `${weight} is less than ${min}.` };
  }
  const max = isRelative ? arithmetic.max : arithmetic.total;
  if (weight > max) return { rule: 'too-large', message: `${weight} is more than ${max}.` };
  return null;
}

/**
 * Moves one weight and lets the others follow in proportion, so that the total stays.
 *
 * Weights come back on the grid of the choice: its own total where that is a multiple of 100 (or
 * where the mesh fixes it), otherwise 100. `inOwnScale` takes them back to a smaller scale.
 * Rounding is by largest remainder. Others that are all 0 share what they get evenly.
 *
 * @param index Which weight is moved. Out of range moves nothing.
 * @param percent Where to, 0..100; clamped to what the locked ones leave free.
 * @param locked Indices that keep their share. When everything else is locked nothing can move.
 */
export function moveWeight(
  weights: Weights,
  index: number,
  percent: number,
  locked: ReadonlySet<number>,
  arithmetic: WeightArithmetic,
): number[] {
  const grid = gridOf(weights, arithmetic);
  const least = leastUnits(arithmetic);
  const units = apportion(numbersOf(weights, arithmetic), grid, least);
  const followers = units.map((_, i) => i).filter((i) => i !== index && !locked.has(i));
  const current = units[index];
  if (current === undefined || followers.length === 0 || !Number.isFinite(percent)) {
    return fromUnits(units, arithmetic);
  }

  const free = current + sum(followers.map((i) => units[i] ?? 0));
  const most = free - least * followers.length;
  const wanted = Math.min(Math.max(Math.round((percent / PERCENT) * grid), least), most);
  const shares = apportion(
    followers.map((i) => units[i] ?? 0),
    free - wanted,
    least,
  );
  const moved = units.with(index, wanted);
  for (const [place, follower] of followers.entries()) moved[follower] = shares[place] ?? 0;
  return fromUnits(moved, arithmetic, [followers, [index, ...followers]]);
}

/** Gives everything to one target. */
export function allTo(weights: Weights, index: number, arithmetic: WeightArithmetic): number[] {
  return spread(
    weights.map((_, i) => (i === index ? 1 : 0)),
    weights,
    arithmetic,
  );
}

/**
 * Shares the total out in a given ratio, for example `[90, 10]`. Targets beyond the ratio get 0;
 * the ratio `[1, 1, 1]` is "evenly".
 */
export function spread(
  ratio: readonly number[],
  weights: Weights,
  arithmetic: WeightArithmetic,
): number[] {
  const parts = weights.map((_, i) => ratio[i] ?? 0);
  const units = apportion(parts, gridOf(weights, arithmetic), leastUnits(arithmetic));
  return fromUnits(units, arithmetic);
}

/**
 * Lets two targets change places; everything else stays exactly as it is, unless the mesh would add the
 * weights up to something else in their new order.
 */
export function swap(
  weights: Weights,
  a: number,
  b: number,
  arithmetic: WeightArithmetic,
): (number | null)[] {
  const [first, second] = [weights[a], weights[b]];
  if (first === undefined || second === undefined) return [...weights];
  const swapped = weights.with(a, second).with(b, first);
  if (arithmetic.kind === 'relative' || refusalOf(swapped, arithmetic) === null) return swapped;
  return spread(numbersOf(swapped, arithmetic), swapped, arithmetic);
}

/**
 * Writes a draft in the scale that the object uses, so that 9:1 does not become 90:10.
 *
 * The same shares as before give back exactly what was written, with weights left out still left
 * out. Otherwise the object's total is kept where it can express the draft, and else the draft's.
 */
export function inOwnScale(
  draft: Weights,
  original: Weights,
  arithmetic: WeightArithmetic,
): (number | null)[] {
  if (sameShares(draft, original, arithmetic)) return [...original];
  const before = numbersOf(original, arithmetic);
  const after = numbersOf(draft, arithmetic);
  const [ownTotal, draftTotal] = [sum(before), sum(after)];
  const scaled = after.map((weight) => (weight * ownTotal) / draftTotal);
  const fits =
    arithmetic.kind === 'relative' &&
    ownTotal > 0 &&
    scaled.every((weight) => weight <= arithmetic.max && isWhole(weight / stepOf(arithmetic)));
  const written = fits ? scaled.map((weight) => roundTo(weight, arithmetic)) : after;
  return written.map((weight, i) => {
    const implied = arithmetic.kind === 'relative' ? arithmetic.absent : 0;
    return original[i] === null && weight === implied ? null : weight;
  });
}

/** Whether two sets of weights send every target the same share. */
export function sameShares(a: Weights, b: Weights, arithmetic: WeightArithmetic): boolean {
  if (a.length !== b.length) return false;
  const [left, right] = [sharesOf(a, arithmetic), sharesOf(b, arithmetic)];
  return left.every((share, i) => Math.abs((share ?? -1) - (right[i] ?? -1)) < 1e-12);
}

/** How many whole steps the total of a choice has while it is being moved. */
function gridOf(weights: Weights, arithmetic: WeightArithmetic): number {
  if (arithmetic.kind === 'sum') return Math.round(arithmetic.total / arithmetic.step);
  const total = sum(numbersOf(weights, arithmetic));
  const usable = Number.isSafeInteger(total) && total > 0 && total <= arithmetic.max;
  return usable && total % PERCENT === 0 ? total : PERCENT;
}

/** How many steps of the grid every target has to have: one where 0 may not be written. */
function leastUnits(arithmetic: WeightArithmetic): 0 | 1 {
  return arithmetic.kind === 'relative' && (arithmetic.min ?? 0) > 0 ? 1 : 0;
}

/**
 * Shares `total` whole steps out in the ratio of `parts`, evenly when they are all 0. Whoever would get less
 * than `least` gets that, at the expense of the largest.
 */
function apportion(parts: readonly number[], total: number, least: 0 | 1 = 0): number[] {
  const units = inRatio(parts, total);
  while (units.some((count) => count < least) && Math.max(...units) > least) {
    const poor = units.findIndex((count) => count < least);
    const rich = units.indexOf(Math.max(...units));
    units[poor] = (units[poor] ?? 0) + 1;
    units[rich] = (units[rich] ?? 0) - 1;
  }
  return units;
}

function inRatio(parts: readonly number[], total: number): number[] {
  const whole = sum(parts);
  const exact = parts.map((part) =>
    whole > 0 ? (part / whole) * total : total / Math.max(parts.length, 1),
  );
  const units = exact.map((value) => Math.floor(value + ROUNDING_TOLERANCE));
  const missing = total - sum(units);
  const byRemainder = exact
    .map((value, i) => ({ i, remainder: value - (units[i] ?? 0) }))
    .toSorted((a, b) => b.remainder - a.remainder || a.i - b.i);
  for (const { i } of byRemainder.slice(0, Math.max(missing, 0))) units[i] = (units[i] ?? 0) + 1;
  return units;
}

/** @param movable Which of them may be a little off, likeliest first, so that the mesh takes them. */
function fromUnits(
  units: readonly number[],
  arithmetic: WeightArithmetic,
  movable: readonly (readonly number[])[] = [],
): number[] {
  // Relative weights mean the same in any scale, so that whole numbers do while they are being moved.
  if (arithmetic.kind === 'relative') return [...units];
  const weightsOf = (counts: readonly number[]) =>
    counts.map((count) => roundTo(count * arithmetic.step, arithmetic));
  if (arithmetic.float32 !== true) return weightsOf(units);
  const all = units.map((_, i) => i);
  return weightsOf(settledInFloat32(units, weightsOf, arithmetic.total, [...movable, all]));
}

/** Clears the binary fraction that multiplying by a step such as 0.01 leaves behind. */
function roundTo(weight: number, arithmetic: WeightArithmetic): number {
  return stepOf(arithmetic) === 1 ? Math.round(weight) : Number(weight.toFixed(6));
}

/** Weights as numbers: absent ones by the rule of the mesh, what is no weight as 0. */
function numbersOf(weights: Weights, arithmetic: WeightArithmetic): number[] {
  const absent = arithmetic.kind === 'relative' ? arithmetic.absent : 0;
  return weights.map((weight) => {
    if (weight === null) return absent;
    return Number.isFinite(weight) && weight > 0 ? weight : 0;
  });
}

function stepOf(arithmetic: WeightArithmetic): number {
  return arithmetic.step ?? 1;
}

function isWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) < ROUNDING_TOLERANCE;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
