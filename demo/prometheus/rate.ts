import type { Milliseconds } from './ast';
import type { RangeSeries, SampleWindow, WindowEnds } from './samples';

/** Gaps at the edges of the range up to this many mean intervals count as covered by the samples. */
const COVERED_INTERVALS = 1.1;

interface Change {
  readonly ends: WindowEnds;
  /** How much the value changed from the first sample to the last. */
  readonly amount: number;
}

interface Extrapolation {
  readonly isCounter: boolean;
  readonly isPerSecond: boolean;
}

/** What a counter lost each time it fell. */
function lostByResets({ values }: SampleWindow): number {
  let lost = 0;
  values.forEach((value, index) => {
    const before = values[index - 1];
    if (before !== undefined && value < before) lost += before;
  });
  return lost;
}

function changeOf({ series, after, upTo }: RangeSeries, isCounter: boolean): Change | undefined {
  const ends = series.ends(after, upTo);
  if (!ends || ends.count < 2) return undefined;
  const amount = ends.lastValue - ends.firstValue;
  if (!isCounter || series.isMonotone) return { ends, amount };
  return { ends, amount: amount + lostByResets(series.window(after, upTo)) };
}

function coveredGap(gap: number, interval: number): number {
  return gap >= interval * COVERED_INTERVALS ? interval / 2 : gap;
}

/** A counter starts at zero, so it is not taken to have grown for longer than since then. */
function sinceZero(covered: number, sampled: number, { ends, amount }: Change): number {
  if (amount <= 0 || ends.firstValue < 0) return covered;
  return Math.min(covered, sampled * (ends.firstValue / amount));
}

/**
 * The change of a series over a range, extrapolated to the range's edges where the samples come
 * close enough to them. Undefined with fewer than two samples.
 */
export function extrapolatedChange(
  range: RangeSeries,
  { isCounter, isPerSecond }: Extrapolation,
): number | undefined {
  const change = changeOf(range, isCounter);
  if (!change) return undefined;
  const { ends, amount } = change;
  const seconds = (duration: Milliseconds) => duration / 1000;
  const sampled = seconds(ends.lastTime - ends.firstTime);
  const interval = sampled / (ends.count - 1);
  const atStart = coveredGap(seconds(ends.firstTime - range.after), interval);
  const atEnd = coveredGap(seconds(range.upTo - ends.lastTime), interval);
  const start = isCounter ? sinceZero(atStart, sampled, change) : atStart;
  const factor = (sampled + start + atEnd) / sampled;
  return amount * (isPerSecond ? factor / seconds(range.upTo - range.after) : factor);
}

/** The change between the last two samples. Undefined with fewer than two. */
export function lastChange(
  { series, after, upTo }: RangeSeries,
  isPerSecond: boolean,
): number | undefined {
  const { times, values } = series.window(after, upTo);
  const [before, last] = values.slice(-2);
  const [beforeTime, lastTime] = times.slice(-2);
  if (before === undefined || last === undefined) return undefined;
  if (beforeTime === undefined || lastTime === undefined) return undefined;
  const hasReset = isPerSecond && last < before;
  const amount = hasReset ? last : last - before;
  return isPerSecond ? amount / ((lastTime - beforeTime) / 1000) : amount;
}
