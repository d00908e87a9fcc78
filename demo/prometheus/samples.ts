import type { Milliseconds } from './ast';
import type { Metric } from './labels';
import type { Matcher } from './matcher';
import type { LabelMemory } from './node-memory';

/** Samples in order of time. */
export interface SampleWindow {
  readonly times: readonly Milliseconds[];
  readonly values: readonly number[];
}

/** The first and last sample of a window, for functions that need no more of a counter. */
export interface WindowEnds {
  readonly count: number;
  readonly firstTime: Milliseconds;
  readonly firstValue: number;
  readonly lastTime: Milliseconds;
  readonly lastValue: number;
}

export interface SampledSeries extends Metric {
  /** Whether it never falls, so that nothing between two samples matters to a rate. */
  readonly isMonotone: boolean;
  /** The samples in `(after, upTo]`. */
  window(after: Milliseconds, upTo: Milliseconds): SampleWindow;
  /** Undefined when there is no sample in `(after, upTo]`. */
  ends(after: Milliseconds, upTo: Milliseconds): WindowEnds | undefined;
}

/** Where series come from. */
export interface SampleStore {
  /** Remembers from query to query what operations make of the labels of these series. */
  readonly labelMemory: LabelMemory;
  select(matchers: readonly Matcher[]): readonly SampledSeries[];
}

/** An element of an instant vector. */
export interface Sample extends Metric {
  readonly value: number;
}

/** An element of a range vector. */
export interface RangeSeries extends Metric {
  readonly series: Pick<SampledSeries, 'isMonotone' | 'window' | 'ends'>;
  /** The range, `(after, upTo]`. */
  readonly after: Milliseconds;
  readonly upTo: Milliseconds;
}

export type Value =
  | { readonly type: 'scalar'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'vector'; readonly samples: readonly Sample[] }
  | { readonly type: 'matrix'; readonly series: readonly RangeSeries[] };

/** A series of samples that are kept in memory. */
export class KeptSeries implements SampledSeries {
  readonly name: string;
  readonly labels: Metric['labels'];
  readonly isMonotone = false;
  readonly #times: readonly Milliseconds[];
  readonly #values: readonly number[];

  constructor(metric: Metric, samples: SampleWindow) {
    this.name = metric.name;
    this.labels = metric.labels;
    this.#times = samples.times;
    this.#values = samples.values;
  }

  window(after: Milliseconds, upTo: Milliseconds): SampleWindow {
    const inside = this.#times.flatMap((time, index) =>
      time > after && time <= upTo ? [{ time, value: this.#values[index] ?? NaN }] : [],
    );
    return { times: inside.map(({ time }) => time), values: inside.map(({ value }) => value) };
  }

  ends(after: Milliseconds, upTo: Milliseconds): WindowEnds | undefined {
    return endsOf(this.window(after, upTo));
  }
}

function endsOf({ times, values }: SampleWindow): WindowEnds | undefined {
  const [firstTime, lastTime] = [times[0], times.at(-1)];
  const [firstValue, lastValue] = [values[0], values.at(-1)];
  if (firstTime === undefined || lastTime === undefined) return undefined;
  if (firstValue === undefined || lastValue === undefined) return undefined;
  return { count: times.length, firstTime, firstValue, lastTime, lastValue };
}
