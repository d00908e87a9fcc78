import type { Milliseconds } from './ast';
import { formatNumber } from './format';
import { entriesOf, labelsFrom, type Labels, type Metric } from './labels';
import type { AnsweredSeries } from './query';
import type { Value } from './samples';

type Point = readonly [number, string];

/** A metric as JSON: the name is the label `__name__`. */
export function metricJson(metric: Metric): Labels {
  return labelsFrom(entriesOf(metric));
}

function point(at: Milliseconds, value: number): Point {
  return [at / 1000, formatNumber(value)];
}

function points(times: readonly Milliseconds[], values: readonly number[]): Point[] {
  return times.map((time, index) => point(time, values[index] ?? NaN));
}

/** The `data` of the answer to an instant query. */
export function instantJson(value: Value, at: Milliseconds): unknown {
  switch (value.type) {
    case 'scalar':
      return { resultType: 'scalar', result: point(at, value.value) };
    case 'string':
      return { resultType: 'string', result: [at / 1000, value.value] };
    case 'vector':
      return {
        resultType: 'vector',
        result: value.samples.map((sample) => ({
          metric: metricJson(sample),
          value: point(at, sample.value),
        })),
      };
    case 'matrix':
      return {
        resultType: 'matrix',
        result: value.series.flatMap((each) => {
          const { times, values } = each.series.window(each.after, each.upTo);
          return times.length === 0
            ? []
            : [{ metric: metricJson(each), values: points(times, values) }];
        }),
      };
  }
}

/** The `data` of the answer to a range query. */
export function rangeJson(series: readonly AnsweredSeries[]): unknown {
  return {
    resultType: 'matrix',
    result: series.map(({ metric, times, values }) => ({
      metric: metricJson(metric),
      values: points(times, values),
    })),
  };
}
