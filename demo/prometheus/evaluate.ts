import { aggregate } from './aggregate';
import {
  SET_OPERATORS,
  type AggregateExpr,
  type BinaryExpr,
  type CallExpr,
  type Expr,
  type Milliseconds,
  type SelectorExpr,
  type SubqueryExpr,
  type TimeShift,
} from './ast';
import { combineSets, combineVectors, scalarsCombined, vectorWithScalar } from './binary';
import { callFunction, type Arguments } from './calls';
import { keyOf, type Metric } from './labels';
import { unnamed } from './names';
import type { NodeMemory } from './node-memory';
import {
  KeptSeries,
  type RangeSeries,
  type Sample,
  type SampledSeries,
  type SampleStore,
  type Value,
  type WindowEnds,
} from './samples';

/** How far back the last sample of a series counts as its value. */
export const DEFAULT_LOOKBACK_MS = 5 * 60_000;
/** The resolution of subqueries that give none. */
const DEFAULT_SUBQUERY_STEP_MS = 60_000;

/** What a query is evaluated against: the bounds are those of a range query, or twice its moment. */
export interface Evaluation {
  readonly store: SampleStore;
  readonly start: Milliseconds;
  readonly end: Milliseconds;
  readonly lookback: Milliseconds;
}

/** Evaluates one query, at one moment or many. */
export class Evaluator implements Arguments {
  readonly #evaluation: Evaluation;
  readonly #memories = new Map<Expr, NodeMemory>();
  readonly #selected = new Map<SelectorExpr, readonly SampledSeries[]>();

  constructor(evaluation: Evaluation) {
    this.#evaluation = evaluation;
  }

  /** @throws QueryError `execution` when the operands do not fit together. */
  evaluate(expr: Expr, at: Milliseconds): Value {
    switch (expr.kind) {
      case 'number':
        return { type: 'scalar', value: expr.value };
      case 'string':
        return { type: 'string', value: expr.value };
      case 'selector':
        return { type: 'vector', samples: this.#latest(expr, at, ({ lastValue }) => lastValue) };
      case 'matrix':
      case 'subquery':
        return { type: 'matrix', series: this.ranges(expr, at) };
      case 'negate':
        return this.#negate(expr.expr, at);
      case 'aggregate':
        return { type: 'vector', samples: this.#aggregate(expr, at) };
      case 'binary':
        return this.#binary(expr, at);
      case 'call':
        return this.#call(expr, at);
    }
  }

  vector(expr: Expr | undefined, at: Milliseconds): readonly Sample[] {
    const value = expr && this.evaluate(expr, at);
    return value?.type === 'vector' ? value.samples : [];
  }

  scalar(expr: Expr | undefined, at: Milliseconds): number {
    const value = expr && this.evaluate(expr, at);
    return value?.type === 'scalar' ? value.value : NaN;
  }

  ranges(expr: Expr | undefined, at: Milliseconds): readonly RangeSeries[] {
    if (expr?.kind === 'subquery') return this.#subquery(expr, at);
    if (expr?.kind !== 'matrix') return [];
    const upTo = this.#shifted(at, expr.selector);
    const after = upTo - expr.rangeMs;
    return this.#select(expr.selector).map((series) => ({
      name: series.name,
      labels: series.labels,
      series,
      after,
      upTo,
    }));
  }

  sampleTimes(expr: Expr | undefined, at: Milliseconds): readonly Sample[] {
    if (expr?.kind !== 'selector') return [];
    return this.#latest(expr, at, ({ lastTime }) => lastTime / 1000);
  }

  memory(expr: Expr): NodeMemory {
    const known = this.#memories.get(expr);
    if (known) return known;
    const memory = this.#evaluation.store.labelMemory.of(expr);
    this.#memories.set(expr, memory);
    return memory;
  }

  #select(selector: SelectorExpr): readonly SampledSeries[] {
    const known = this.#selected.get(selector);
    if (known) return known;
    const series = this.#evaluation.store.select(selector.matchers);
    this.#selected.set(selector, series);
    return series;
  }

  #shifted(at: Milliseconds, shift: TimeShift): Milliseconds {
    const { start, end } = this.#evaluation;
    const fixed = shift.at === 'start' ? start : shift.at === 'end' ? end : shift.at;
    return (fixed ?? at) - shift.offsetMs;
  }

  #latest(selector: SelectorExpr, at: Milliseconds, read: (ends: WindowEnds) => number): Sample[] {
    const upTo = this.#shifted(at, selector);
    return this.#select(selector).flatMap((series) => {
      const ends = series.ends(upTo - this.#evaluation.lookback, upTo);
      return ends ? [{ name: series.name, labels: series.labels, value: read(ends) }] : [];
    });
  }

  #subquery(expr: SubqueryExpr, at: Milliseconds): RangeSeries[] {
    const upTo = this.#shifted(at, expr);
    const after = upTo - expr.rangeMs;
    const step = expr.stepMs ?? DEFAULT_SUBQUERY_STEP_MS;
    const found = new Map<string, { metric: Metric; times: number[]; values: number[] }>();
    for (let time = (Math.floor(after / step) + 1) * step; time <= upTo; time += step) {
      for (const sample of this.vector(expr.expr, time)) {
        const key = keyOf(sample);
        const series = found.get(key) ?? { metric: sample, times: [], values: [] };
        series.times.push(time);
        series.values.push(sample.value);
        found.set(key, series);
      }
    }
    return [...found.values()].map(({ metric, times, values }) => {
      const series = new KeptSeries(metric, { times, values });
      return { name: metric.name, labels: metric.labels, series, after, upTo };
    });
  }

  #negate(expr: Expr, at: Milliseconds): Value {
    const value = this.evaluate(expr, at);
    if (value.type === 'scalar') return { type: 'scalar', value: -value.value };
    if (value.type !== 'vector') return value;
    const samples = unnamed(value.samples).map((each) => ({ ...each, value: -each.value }));
    return { type: 'vector', samples };
  }

  #aggregate(expr: AggregateExpr, at: Milliseconds): Sample[] {
    const { op, grouping, param } = expr;
    const given = param && this.evaluate(param, at);
    const isPlain = given?.type === 'scalar' || given?.type === 'string';
    const aggregation = { op, grouping, parameter: isPlain ? given.value : undefined };
    return aggregate(this.vector(expr.expr, at), aggregation, this.memory(expr).groups);
  }

  #binary(expr: BinaryExpr, at: Milliseconds): Value {
    const left = this.evaluate(expr.left, at);
    const right = this.evaluate(expr.right, at);
    if (left.type === 'scalar' && right.type === 'scalar') {
      return { type: 'scalar', value: scalarsCombined(expr, left.value, right.value) };
    }
    return { type: 'vector', samples: this.#combined(expr, left, right) };
  }

  #combined(expr: BinaryExpr, left: Value, right: Value): readonly Sample[] {
    if (left.type === 'vector' && right.type === 'vector') {
      const combine = SET_OPERATORS.has(expr.op) ? combineSets : combineVectors;
      return combine(expr, left.samples, right.samples, this.memory(expr).signatures);
    }
    if (left.type === 'vector' && right.type === 'scalar') {
      return vectorWithScalar(expr, left.samples, right.value, false);
    }
    if (left.type === 'scalar' && right.type === 'vector') {
      return vectorWithScalar(expr, right.samples, left.value, true);
    }
    return [];
  }

  #call(expr: CallExpr, at: Milliseconds): Value {
    switch (expr.name) {
      case 'time':
        return { type: 'scalar', value: at / 1000 };
      case 'pi':
        return { type: 'scalar', value: Math.PI };
      case 'scalar': {
        const [only, ...more] = this.vector(expr.args[0], at);
        return { type: 'scalar', value: only && more.length === 0 ? only.value : NaN };
      }
      default:
        return { type: 'vector', samples: callFunction({ expr, at, given: this }) };
    }
  }
}
