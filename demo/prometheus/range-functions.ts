import type { Milliseconds } from './ast';
import { larger, meanOf, quantileOf, smaller, sumOf, varianceOf } from './arithmetic';
import { extrapolatedChange, lastChange } from './rate';
import type { RangeSeries, SampleWindow } from './samples';

/** What a function makes of one element of a range vector; undefined for no answer. */
type RangeFunction = (
  range: RangeSeries,
  evaluation: { readonly at: Milliseconds; readonly parameter: number },
) => number | undefined;

function overValues(of: (values: readonly number[]) => number): RangeFunction {
  return ({ series, after, upTo }) => {
    const { values } = series.window(after, upTo);
    return values.length === 0 ? undefined : of(values);
  };
}

interface Line {
  readonly slope: number;
  /** The value at the moment that the line was asked for. */
  readonly intercept: number;
}

/** The line of least squares; `from` is where its time counts from. */
function regressionOf({ times, values }: SampleWindow, from: Milliseconds): Line {
  const first = values[0] ?? 0;
  if (values.every((value) => value === first)) {
    return { slope: 0, intercept: first };
  }
  const xs = times.map((time) => (time - from) / 1000);
  const meanX = meanOf(xs);
  const meanY = meanOf(values);
  const covariance = sumOf(xs.map((x, index) => (x - meanX) * ((values[index] ?? 0) - meanY)));
  const slope = covariance / sumOf(xs.map((x) => (x - meanX) ** 2));
  return { slope, intercept: meanY - slope * meanX };
}

function overLine(of: (window: SampleWindow) => number): RangeFunction {
  return ({ series, after, upTo }) => {
    const window = series.window(after, upTo);
    return window.values.length < 2 ? undefined : of(window);
  };
}

function countSteps(isCounted: (before: number, value: number) => boolean): RangeFunction {
  return overValues(
    (values) =>
      values.filter((value, index) => {
        const before = values[index - 1];
        return before !== undefined && isCounted(before, value);
      }).length,
  );
}

const isChange = (before: number, value: number) =>
  value !== before && !(Number.isNaN(value) && Number.isNaN(before));

/** Functions of one range vector, by name. */
export const RANGE_FUNCTIONS: ReadonlyMap<string, RangeFunction> = new Map<string, RangeFunction>([
  ['rate', (range) => extrapolatedChange(range, { isCounter: true, isPerSecond: true })],
  ['increase', (range) => extrapolatedChange(range, { isCounter: true, isPerSecond: false })],
  ['delta', (range) => extrapolatedChange(range, { isCounter: false, isPerSecond: false })],
  ['irate', (range) => lastChange(range, true)],
  ['idelta', (range) => lastChange(range, false)],
  ['deriv', overLine((window) => regressionOf(window, window.times[0] ?? 0).slope)],
  [
    'predict_linear',
    (range, { at, parameter }) => {
      const window = range.series.window(range.after, range.upTo);
      if (window.values.length < 2) return undefined;
      const { slope, intercept } = regressionOf(window, at);
      return slope * parameter + intercept;
    },
  ],
  ['changes', countSteps(isChange)],
  ['resets', countSteps((before, value) => value < before)],
  ['sum_over_time', overValues(sumOf)],
  ['avg_over_time', overValues(meanOf)],
  ['min_over_time', overValues((values) => values.reduce(smaller))],
  ['max_over_time', overValues((values) => values.reduce(larger))],
  ['count_over_time', overValues((values) => values.length)],
  ['last_over_time', overValues((values) => values.at(-1) ?? NaN)],
  ['present_over_time', overValues(() => 1)],
  ['stdvar_over_time', overValues(varianceOf)],
  ['stddev_over_time', overValues((values) => Math.sqrt(varianceOf(values)))],
  [
    'quantile_over_time',
    (range, { parameter }) =>
      overValues((values) => quantileOf(parameter, values))(range, {
        at: 0,
        parameter,
      }),
  ],
]);

/** Those that leave the name of the series as it is. */
export const NAME_KEEPING: ReadonlySet<string> = new Set(['last_over_time']);
