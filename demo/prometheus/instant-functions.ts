const RADIANS_PER_DEGREE = Math.PI / 180;

/** What a function makes of each element's value; further arguments are scalars. */
type ValueFunction = (value: number, first: number, second: number) => number;

function roundTo(value: number, nearest: number): number {
  // Prometheus multiplies by the inverse, which is more exact for 0.1 and the like.
  const inverse = 1 / nearest;
  return Math.floor(value * inverse + 0.5) / inverse;
}

function inDate(of: (date: Date) => number): ValueFunction {
  return (seconds) => of(new Date(Math.trunc(seconds) * 1000));
}

function dayOfYear(date: Date): number {
  const start = Date.UTC(date.getUTCFullYear(), 0, 1);
  return Math.floor((date.getTime() - start) / 86_400_000) + 1;
}

function daysInMonth(date: Date): number {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
}

/** Functions of one instant vector that work on each value alone, by name. */
export const VALUE_FUNCTIONS: ReadonlyMap<string, ValueFunction> = new Map<string, ValueFunction>([
  ['abs', Math.abs],
  ['ceil', Math.ceil],
  ['floor', Math.floor],
  ['exp', Math.exp],
  ['ln', Math.log],
  ['log2', Math.log2],
  ['log10', Math.log10],
  ['sqrt', Math.sqrt],
  ['sgn', Math.sign],
  ['sin', Math.sin],
  ['cos', Math.cos],
  ['tan', Math.tan],
  ['asin', Math.asin],
  ['acos', Math.acos],
  ['atan', Math.atan],
  ['sinh', Math.sinh],
  ['cosh', Math.cosh],
  ['tanh', Math.tanh],
  ['asinh', Math.asinh],
  ['acosh', Math.acosh],
  ['atanh', Math.atanh],
  ['deg', (value) => value / RADIANS_PER_DEGREE],
  ['rad', (value) => value * RADIANS_PER_DEGREE],
  ['round', (value, nearest) => roundTo(value, nearest)],
  ['clamp', (value, low, high) => Math.max(low, Math.min(high, value))],
  ['clamp_min', (value, low) => Math.max(low, value)],
  ['clamp_max', (value, high) => Math.min(high, value)],
  ['minute', inDate((date) => date.getUTCMinutes())],
  ['hour', inDate((date) => date.getUTCHours())],
  ['day_of_week', inDate((date) => date.getUTCDay())],
  ['day_of_month', inDate((date) => date.getUTCDate())],
  ['day_of_year', inDate(dayOfYear)],
  ['days_in_month', inDate(daysInMonth)],
  ['month', inDate((date) => date.getUTCMonth() + 1)],
  ['year', inDate((date) => date.getUTCFullYear())],
]);

/** What the scalars are that a call leaves out. */
export const DEFAULT_SCALARS: ReadonlyMap<string, number> = new Map([['round', 1]]);
