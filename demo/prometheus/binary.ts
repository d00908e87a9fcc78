import { COMPARISONS, type BinaryExpr, type VectorMatching } from './ast';
import {
  NAME_LABEL,
  filterLabels,
  keyOf,
  labelOf,
  labelsFrom,
  textOf,
  valueOf,
  type Labels,
  type Metric,
} from './labels';
import { unnamed } from './names';
import { QueryError } from './query-error';
import type { Sample } from './samples';

/** Go's remainder keeps the sign of the dividend, as JavaScript's does. */
const ARITHMETIC: ReadonlyMap<string, (a: number, b: number) => number> = new Map([
  ['+', (a: number, b: number) => a + b],
  ['-', (a: number, b: number) => a - b],
  ['*', (a: number, b: number) => a * b],
  ['/', (a: number, b: number) => a / b],
  ['%', (a: number, b: number) => a % b],
  ['^', powerOf],
  ['atan2', Math.atan2],
]);

const COMPARE: ReadonlyMap<string, (a: number, b: number) => boolean> = new Map([
  ['==', (a: number, b: number) => a === b],
  ['!=', (a: number, b: number) => a !== b],
  ['<', (a: number, b: number) => a < b],
  ['>', (a: number, b: number) => a > b],
  ['<=', (a: number, b: number) => a <= b],
  ['>=', (a: number, b: number) => a >= b],
]);

/** IEEE 754 has 1 to any power be 1; JavaScript has NaN for some. */
function powerOf(base: number, exponent: number): number {
  if (base === 1) return 1;
  if (base === -1 && !Number.isFinite(exponent) && !Number.isNaN(exponent)) return 1;
  return base ** exponent;
}

interface Outcome {
  readonly value: number;
  /** False where a comparison without `bool` drops the element. */
  readonly isKept: boolean;
}

function operate(expr: BinaryExpr, left: number, right: number): Outcome {
  const compare = COMPARE.get(expr.op);
  if (compare) {
    const isTrue = compare(left, right);
    return expr.returnsBool
      ? { value: isTrue ? 1 : 0, isKept: true }
      : { value: left, isKept: isTrue };
  }
  const compute = ARITHMETIC.get(expr.op);
  if (!compute) throw new QueryError('execution', `the operator ${expr.op} is not supported`);
  return { value: compute(left, right), isKept: true };
}

function dropsName({ op, returnsBool }: BinaryExpr): boolean {
  return returnsBool || !COMPARISONS.has(op);
}

export function scalarsCombined(expr: BinaryExpr, left: number, right: number): number {
  return operate(expr, left, right).value;
}

/** Combines each element with a scalar. A comparison keeps the element, whichever side it is on. */
export function vectorWithScalar(
  expr: BinaryExpr,
  samples: readonly Sample[],
  scalar: number,
  isScalarLeft: boolean,
): readonly Sample[] {
  const outcomeOf = ({ value }: Sample) =>
    isScalarLeft ? operate(expr, scalar, value) : operate(expr, value, scalar);
  if (!dropsName(expr)) return samples.filter((sample) => outcomeOf(sample).isKept);
  return unnamed(samples).map((sample) => ({ ...sample, value: outcomeOf(sample).value }));
}

/** The text that elements share which match, per set of labels; kept between evaluations. */
export type SignatureCache = WeakMap<Labels, string>;

function signatureOf(sample: Sample, matching: VectorMatching, cache: SignatureCache): string {
  const usesName = matching.isOn && matching.labels.includes(NAME_LABEL);
  const known = usesName ? undefined : cache.get(sample.labels);
  if (known !== undefined) return known;
  const signature = matching.isOn
    ? matching.labels.map((label) => valueOf(sample, label)).join('\u0000')
    : keyOf(
        filterLabels(sample, (label) => label !== NAME_LABEL && !matching.labels.includes(label)),
      );
  cache.set(sample.labels, signature);
  return signature;
}

/** `and`, `or`, `unless`. */
export function combineSets(
  expr: BinaryExpr,
  left: readonly Sample[],
  right: readonly Sample[],
  cache: SignatureCache,
): Sample[] {
  const signed = (sample: Sample) => signatureOf(sample, expr.matching, cache);
  if (expr.op === 'or') {
    const known = new Set(left.map(signed));
    return [...left, ...right.filter((sample) => !known.has(signed(sample)))];
  }
  const others = new Set(right.map(signed));
  return left.filter((sample) => others.has(signed(sample)) === (expr.op === 'and'));
}

function matchedLabels(sample: Sample, { isOn, labels }: VectorMatching): string {
  const isMatched = isOn
    ? (label: string) => labels.includes(label)
    : (label: string) => label !== NAME_LABEL && !labels.includes(label);
  return textOf(filterLabels(sample, isMatched));
}

function indexOne(
  one: readonly Sample[],
  expr: BinaryExpr,
  cache: SignatureCache,
): Map<string, Sample> {
  const index = new Map<string, Sample>();
  const side = expr.matching.many === 'right' ? 'left' : 'right';
  for (const sample of one) {
    const signature = signatureOf(sample, expr.matching, cache);
    const twin = index.get(signature);
    if (twin) {
      throw new QueryError(
        'execution',
        `found duplicate series for the match group ${matchedLabels(sample, expr.matching)} ` +
          `on the ${side} hand-side of the operation: [${textOf(sample)}, ${textOf(twin)}]` +
          ';many-to-many matching not allowed: matching labels must be unique on one side',
      );
    }
    index.set(signature, sample);
  }
  return index;
}

function resultMetric(expr: BinaryExpr, many: Sample, one: Sample): Metric {
  const { isOn, labels, many: side, include } = expr.matching;
  let metric: Metric = many;
  if (side === 'none') {
    metric = filterLabels(many, (label) => labels.includes(label) === isOn);
  } else if (include.length > 0) {
    const kept = Object.entries(many.labels).filter(([label]) => !include.includes(label));
    const lent = include.map((label) => [label, labelOf(one.labels, label)] as const);
    metric = { name: many.name, labels: labelsFrom([...kept, ...lent]) };
  }
  return { name: dropsName(expr) ? '' : metric.name, labels: metric.labels };
}

/** Refuses two results that could not be told apart. */
class MatchGuard {
  readonly #seen = new Set<string>();
  readonly #isOneToOne: boolean;

  constructor({ many }: VectorMatching) {
    this.#isOneToOne = many === 'none';
  }

  accept(signature: string, metric: Metric): void {
    const key = this.#isOneToOne ? signature : `${signature}\u0001${keyOf(metric)}`;
    if (this.#seen.has(key)) {
      const reason = this.#isOneToOne
        ? 'many-to-one matching must be explicit (group_left/group_right)'
        : 'grouping labels must ensure unique matches';
      throw new QueryError('execution', `multiple matches for labels: ${reason}`);
    }
    this.#seen.add(key);
  }
}

/** Combines the elements of two vectors that match. */
export function combineVectors(
  expr: BinaryExpr,
  left: readonly Sample[],
  right: readonly Sample[],
  cache: SignatureCache,
): Sample[] {
  if (left.length === 0 || right.length === 0) return [];
  const isManyRight = expr.matching.many === 'right';
  const [many, one] = isManyRight ? [right, left] : [left, right];
  const index = indexOne(one, expr, cache);
  const guard = new MatchGuard(expr.matching);
  return many.flatMap((sample) => {
    const signature = signatureOf(sample, expr.matching, cache);
    const match = index.get(signature);
    if (!match) return [];
    const [a, b] = isManyRight ? [match.value, sample.value] : [sample.value, match.value];
    const { value, isKept } = operate(expr, a, b);
    if (!isKept) return [];
    const metric = resultMetric(expr, sample, match);
    guard.accept(signature, metric);
    return [{ ...metric, value }];
  });
}
