import type { Expr, ValueType } from './ast';

export interface Signature {
  /** The types of the arguments; the last is repeated for further ones. */
  readonly args: readonly ValueType[];
  /** How many arguments are needed. */
  readonly least: number;
  readonly most: number;
  readonly returns: ValueType;
}

function signature(
  args: readonly ValueType[],
  returns: ValueType,
  least = args.length,
  most = args.length,
): Signature {
  return { args, least, most, returns };
}

function named(names: string, shape: Signature): [string, Signature][] {
  return names.split(' ').map((name) => [name, shape]);
}

/** The functions of PromQL that the demo knows. */
export const SIGNATURES: ReadonlyMap<string, Signature> = new Map([
  ...named(
    'rate irate increase delta idelta deriv changes resets sum_over_time avg_over_time ' +
      'min_over_time max_over_time count_over_time last_over_time ' +
      'present_over_time absent_over_time stddev_over_time stdvar_over_time',
    signature(['matrix'], 'vector'),
  ),
  ...named('quantile_over_time', signature(['scalar', 'matrix'], 'vector')),
  ...named('predict_linear', signature(['matrix', 'scalar'], 'vector')),
  ...named(
    'abs ceil floor exp ln log2 log10 sqrt sgn sin cos tan asin acos atan sinh cosh tanh asinh ' +
      'acosh atanh deg rad absent sort sort_desc timestamp',
    signature(['vector'], 'vector'),
  ),
  ...named(
    'minute hour day_of_week day_of_month day_of_year days_in_month month year',
    signature(['vector'], 'vector', 0),
  ),
  ...named('round', signature(['vector', 'scalar'], 'vector', 1)),
  ...named('clamp', signature(['vector', 'scalar', 'scalar'], 'vector')),
  ...named('clamp_min clamp_max', signature(['vector', 'scalar'], 'vector')),
  ...named('histogram_quantile', signature(['scalar', 'vector'], 'vector')),
  ...named(
    'label_replace',
    signature(['vector', 'string', 'string', 'string', 'string'], 'vector'),
  ),
  ...named(
    'label_join',
    signature(['vector', 'string', 'string', 'string'], 'vector', 3, Infinity),
  ),
  ...named('scalar', signature(['vector'], 'scalar')),
  ...named('vector', signature(['scalar'], 'vector')),
  ...named('time pi', signature([], 'scalar')),
]);

const OF_KIND = {
  number: 'scalar',
  string: 'string',
  selector: 'vector',
  aggregate: 'vector',
  matrix: 'matrix',
  subquery: 'matrix',
} as const;

/** What an expression evaluates to. */
export function typeOf(expr: Expr): ValueType {
  if (expr.kind === 'call') return SIGNATURES.get(expr.name)?.returns ?? 'vector';
  if (expr.kind === 'negate') return typeOf(expr.expr);
  if (expr.kind !== 'binary') return OF_KIND[expr.kind];
  const isScalar = typeOf(expr.left) === 'scalar' && typeOf(expr.right) === 'scalar';
  return isScalar ? 'scalar' : 'vector';
}

const SPOKEN: Readonly<Record<ValueType, string>> = {
  scalar: 'scalar',
  string: 'string',
  vector: 'instant vector',
  matrix: 'range vector',
};

/** A type as Prometheus calls it in messages. */
export function spokenType(type: ValueType): string {
  return SPOKEN[type];
}
