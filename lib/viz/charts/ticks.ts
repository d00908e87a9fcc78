import { ticks } from 'd3';
import type { Unit } from '@/lib/domain/format';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** Distances between marks of time that people count in, in seconds. */
const TIME_STEPS = [
  5,
  15,
  30,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
] as const;

/**
 * Round moments between two others, in epoch seconds, at most `most`. They are round by the clock of
 * a zone that is `offsetSeconds` ahead of UTC.
 */
export function timeTicks(
  from: number,
  to: number,
  most: number,
  offsetSeconds: number,
): readonly number[] {
  if (!(to > from) || most < 1) return [];
  const step =
    TIME_STEPS.find((candidate) => (to - from) / candidate <= most) ??
    Math.ceil((to - from) / most / DAY) * DAY;
  const first = Math.ceil((from + offsetSeconds) / step) * step - offsetSeconds;
  const count = Math.floor((to - first) / step) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => first + index * step);
}

/** The top of an axis over which nothing was measured above 0. */
const EMPTY_TOP: Readonly<Record<Unit, number>> = {
  perSecond: 1,
  ratio: 0.01,
  milliseconds: 10,
  bytesPerSecond: 1000,
  cores: 0.1,
  bytes: 1024 * 1024,
};

/**
 * Round values from 0 up to at least `highest`, about `count` of them; the last is the top of the
 * axis. Round means round in the unit: memory in powers of 1024, a share never above 1.
 */
export function valueTicks(highest: number, unit: Unit, count: number): readonly number[] {
  const top = Number.isFinite(highest) && highest > 0 ? highest : EMPTY_TOP[unit];
  const inside = unit === 'bytes' ? binaryTicks(top, count) : ticks(0, top, count);
  const [step = top] = inside.slice(1);
  const last = inside.at(-1) ?? 0;
  const values = last < top ? [...inside, last + step] : inside;
  return unit === 'ratio' ? values.filter((value) => value <= 1) : values;
}

/** Multiples of a power of two, since memory is measured in such: 256 MiB, 512 MiB, … */
function binaryTicks(top: number, count: number): readonly number[] {
  const step = 2 ** Math.ceil(Math.log2(top / Math.max(1, count)));
  return Array.from({ length: Math.floor(top / step) + 1 }, (_, index) => index * step);
}
