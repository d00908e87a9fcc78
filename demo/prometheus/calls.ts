import { compareNumbers } from './arithmetic';
import type { CallExpr, Expr, Milliseconds } from './ast';
import { histogramQuantile } from './histogram-quantile';
import { DEFAULT_SCALARS, VALUE_FUNCTIONS } from './instant-functions';
import { absentLabels, labelJoin, labelReplace } from './label-functions';
import { refuseTwins, unnamed } from './names';
import type { NodeMemory } from './node-memory';
import { QueryError } from './query-error';
import { NAME_KEEPING, RANGE_FUNCTIONS } from './range-functions';
import type { RangeSeries, Sample } from './samples';

/** What a function may ask of the evaluator. */
export interface Arguments {
  vector(expr: Expr | undefined, at: Milliseconds): readonly Sample[];
  scalar(expr: Expr | undefined, at: Milliseconds): number;
  ranges(expr: Expr | undefined, at: Milliseconds): readonly RangeSeries[];
  /** The elements of a selector with the moments of their samples, in seconds, for values. */
  sampleTimes(expr: Expr | undefined, at: Milliseconds): readonly Sample[];
  memory(expr: Expr): NodeMemory;
}

interface Call {
  readonly expr: CallExpr;
  readonly at: Milliseconds;
  readonly given: Arguments;
}

type VectorFunction = (call: Call) => readonly Sample[];

function firstVector({ expr, at, given }: Call): readonly Sample[] {
  return given.vector(expr.args[0], at);
}

function texts({ args }: CallExpr): string[] {
  return args.flatMap((arg) => (arg.kind === 'string' ? [arg.value] : []));
}

/** Orders by value, NaN at the end either way. */
function sorted(samples: readonly Sample[], sign: 1 | -1): Sample[] {
  return [...samples].sort((a, b) => {
    const isOrdinary = !Number.isNaN(a.value) && !Number.isNaN(b.value);
    return (isOrdinary ? sign : -1) * compareNumbers(a.value, b.value);
  });
}

function absent({ expr }: Call, isPresent: boolean): Sample[] {
  return isPresent ? [] : [{ name: '', labels: absentLabels(expr.args[0]), value: 1 }];
}

function timestamp({ expr, at, given }: Call): readonly Sample[] {
  const [arg] = expr.args;
  if (arg?.kind === 'selector') return unnamed(given.sampleTimes(arg, at));
  return unnamed(given.vector(arg, at)).map((sample) => ({ ...sample, value: at / 1000 }));
}

const OTHERS: ReadonlyMap<string, VectorFunction> = new Map<string, VectorFunction>([
  [
    'vector',
    ({ expr, at, given }) => [{ name: '', labels: {}, value: given.scalar(expr.args[0], at) }],
  ],
  ['timestamp', timestamp],
  ['absent', (call) => absent(call, firstVector(call).length > 0)],
  [
    'absent_over_time',
    (call) => {
      const ranges = call.given.ranges(call.expr.args[0], call.at);
      return absent(
        call,
        ranges.some(({ series, after, upTo }) => series.ends(after, upTo)),
      );
    },
  ],
  ['sort', (call) => sorted(firstVector(call), 1)],
  ['sort_desc', (call) => sorted(firstVector(call), -1)],
  [
    'histogram_quantile',
    ({ expr, at, given }) =>
      histogramQuantile(
        given.scalar(expr.args[0], at),
        given.vector(expr.args[1], at),
        given.memory(expr).histograms,
      ),
  ],
  [
    'label_replace',
    (call) => {
      const { relabelled } = call.given.memory(call.expr);
      return refuseTwins(labelReplace(firstVector(call), texts(call.expr), relabelled));
    },
  ],
  [
    'label_join',
    (call) => {
      const { relabelled } = call.given.memory(call.expr);
      return refuseTwins(labelJoin(firstVector(call), texts(call.expr), relabelled));
    },
  ],
]);

function overRanges({ expr, at, given }: Call): readonly Sample[] | undefined {
  const compute = RANGE_FUNCTIONS.get(expr.name);
  if (!compute) return undefined;
  const isRangeLast = expr.name === 'quantile_over_time';
  const [range, scalar] = isRangeLast ? [expr.args[1], expr.args[0]] : expr.args;
  const parameter = scalar ? given.scalar(scalar, at) : NaN;
  const samples: Sample[] = [];
  for (const each of given.ranges(range, at)) {
    const value = compute(each, { at, parameter });
    if (value !== undefined) samples.push({ name: each.name, labels: each.labels, value });
  }
  return NAME_KEEPING.has(expr.name) ? samples : unnamed(samples);
}

function overValues({ expr, at, given }: Call): Sample[] | undefined {
  const compute = VALUE_FUNCTIONS.get(expr.name);
  if (!compute) return undefined;
  const [vector, ...rest] = expr.args;
  const [first = DEFAULT_SCALARS.get(expr.name) ?? NaN, second = NaN] = rest.map((scalar) =>
    given.scalar(scalar, at),
  );
  if (expr.name === 'clamp' && second < first) return [];
  // The functions of dates are about the moment of evaluation when they are given nothing.
  const samples = vector ? given.vector(vector, at) : [{ name: '', labels: {}, value: at / 1000 }];
  return unnamed(samples).map((sample) => ({
    ...sample,
    value: compute(sample.value, first, second),
  }));
}

/** Calls a function that gives an instant vector. */
export function callFunction(call: Call): readonly Sample[] {
  const samples = overRanges(call) ?? overValues(call) ?? OTHERS.get(call.expr.name)?.(call);
  if (!samples) throw new QueryError('execution', `${call.expr.name} is not supported by the demo`);
  return samples;
}
