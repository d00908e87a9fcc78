import type { Expr, Milliseconds } from './ast';
import { DEFAULT_LOOKBACK_MS, Evaluator } from './evaluate';
import { entriesOf, keyOf, type Metric } from './labels';
import { parseQuery } from './parse';
import { QueryError } from './query-error';
import type { SampleStore, SampleWindow, Value } from './samples';
import { spokenType, typeOf } from './signatures';

/** Prometheus refuses to give more points per series than this. */
export const MAX_POINTS = 11_000;

export interface RangeRequest {
  readonly start: Milliseconds;
  readonly end: Milliseconds;
  readonly step: Milliseconds;
}

/** One series of an answer to a range query. */
export interface AnsweredSeries extends SampleWindow {
  readonly metric: Metric;
}

/**
 * Answers an instant query.
 *
 * @throws QueryError when the query cannot be read or evaluated.
 */
export function answerInstant(
  store: SampleStore,
  query: string,
  at: Milliseconds,
  lookback = DEFAULT_LOOKBACK_MS,
): Value {
  const expr = parseQuery(query);
  return new Evaluator({ store, start: at, end: at, lookback }).evaluate(expr, at);
}

class AnswerTable {
  readonly #rows = new Map<string, { metric: Metric; times: number[]; values: number[] }>();

  add(metric: Metric, time: Milliseconds, value: number): void {
    const key = keyOf(metric);
    const { name, labels } = metric;
    const row = this.#rows.get(key) ?? { metric: { name, labels }, times: [], values: [] };
    row.times.push(time);
    row.values.push(value);
    this.#rows.set(key, row);
  }

  /** Sorted by labels, as Prometheus does. */
  rows(): AnsweredSeries[] {
    const text = ({ metric }: AnsweredSeries) => JSON.stringify(entriesOf(metric));
    const keyed = [...this.#rows.values()].map((row) => ({ row, text: text(row) }));
    return keyed.sort((a, b) => (a.text < b.text ? -1 : 1)).map(({ row }) => row);
  }
}

function checkRangeType(expr: Expr): void {
  const type = typeOf(expr);
  if (type === 'scalar' || type === 'vector') return;
  throw new QueryError(
    'bad_data',
    `invalid parameter "query": invalid expression type "${spokenType(type)}" for range query, must be Scalar or instant Vector`,
  );
}

/**
 * Answers a range query, which evaluates the expression at each step.
 *
 * @throws QueryError when the query cannot be read or evaluated.
 */
export function answerRange(
  store: SampleStore,
  query: string,
  { start, end, step }: RangeRequest,
  lookback = DEFAULT_LOOKBACK_MS,
): AnsweredSeries[] {
  const expr = parseQuery(query);
  checkRangeType(expr);
  const evaluator = new Evaluator({ store, start, end, lookback });
  const table = new AnswerTable();
  const unlabelled = { name: '', labels: {} };
  for (let time = start; time <= end; time += step) {
    const value = evaluator.evaluate(expr, time);
    if (value.type === 'scalar') table.add(unlabelled, time, value.value);
    if (value.type !== 'vector') continue;
    for (const sample of value.samples) table.add(sample, time, sample.value);
  }
  return table.rows();
}
