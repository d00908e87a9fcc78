import { labelsFrom, textOf } from './labels';
import { matches } from './matcher';
import { LabelMemory } from './node-memory';
import { answerInstant } from './query';
import { KeptSeries, type SampleStore } from './samples';

/** Samples at 0 s, 10 s, 20 s and so on; null where one is missing. */
export type KeptSamples = readonly (number | null)[];

const STEP_MS = 10_000;

/** A store of given samples, for tests: `[name, labels, samples]` of each series. */
export function keepSeries(
  ...given: readonly (readonly [string, Readonly<Record<string, string>>, KeptSamples])[]
): SampleStore {
  const all = given.map(([name, labels, samples]) => {
    const present = samples.flatMap((value, index) =>
      value === null ? [] : [{ time: index * STEP_MS, value }],
    );
    const metric = { name, labels: labelsFrom(Object.entries(labels)) };
    return new KeptSeries(metric, {
      times: present.map(({ time }) => time),
      values: present.map(({ value }) => value),
    });
  });
  return {
    labelMemory: new LabelMemory(),
    select: (matchers) => all.filter((series) => matches(series, matchers)),
  };
}

/** The answer to an instant query: a number, a text, or values by metric in order. */
export function ask(
  store: SampleStore,
  query: string,
  atSeconds: number,
): number | string | Record<string, number | readonly number[]> {
  const value = answerInstant(store, query, atSeconds * 1000);
  switch (value.type) {
    case 'scalar':
    case 'string':
      return value.value;
    case 'vector':
      return Object.fromEntries(value.samples.map((sample) => [textOf(sample), sample.value]));
    case 'matrix':
      return Object.fromEntries(
        value.series.map((each) => [
          textOf(each),
          each.series.window(each.after, each.upTo).values,
        ]),
      );
  }
}
