import type { Flow } from './flow';
import type { DemoSeries, DemoWorkload } from './types';

/** The series of each metric that a mesh's proxies report of some flows, by the metric's name. */
export type Metrics = Readonly<Record<string, (flows: readonly Flow[]) => DemoSeries[]>>;

/** Everything that the proxies of a mesh report; a large mesh does without the least used series. */
export type MakeMetrics = (options: {
  readonly withSizeBuckets: boolean;
  /** All workloads, also those that no request reaches. */
  readonly workloads: readonly DemoWorkload[];
}) => Metrics;

/** Remembers the last result, since the metrics of one mesh are made from the same flows. */
export function remembered<A, R>(work: (argument: A) => R): (argument: A) => R {
  let last: { readonly argument: A; readonly result: R } | undefined;
  return (argument) => {
    if (last?.argument !== argument) last = { argument, result: work(argument) };
    return last.result;
  };
}
