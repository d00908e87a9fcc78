declare const checked: unique symbol;

/** PromQL made by this module: every name in it was checked and every value escaped. */
export type PromQl = string & { readonly [checked]: 'expression' };

/** One condition on a label, as it stands between the braces. */
export type Matcher = string & { readonly [checked]: 'matcher' };

export interface RangeOptions {
  readonly windowSeconds: number;
  /** How far back from the moment of the query; negative looks ahead. */
  readonly offsetSeconds?: number | undefined;
}

const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Matches no text at all, not even the empty one that a missing label counts as. */
const NOTHING = String.raw`[^\s\S]`;

const expression = (text: string) => text as PromQl;
const matcher = (text: string) => text as Matcher;

/** `label="value"`. An empty value also matches series without the label. */
export function equals(label: string, value: string): Matcher {
  return matcher(`${labelName(label)}=${quoted(value)}`);
}

/** `label!="value"`. */
export function differs(label: string, value: string): Matcher {
  return matcher(`${labelName(label)}!=${quoted(value)}`);
}

/** The label is exactly one of these texts. Of none: nothing matches. */
export function oneOf(label: string, values: readonly string[]): Matcher {
  const [first] = values;
  if (first !== undefined && values.length === 1) return equals(label, first);
  return matcher(`${labelName(label)}=~${quoted(alternatives(values))}`);
}

/** The label is none of these texts. Of none: everything matches. */
export function noneOf(label: string, values: readonly string[]): Matcher {
  const [first] = values;
  if (first !== undefined && values.length === 1) return differs(label, first);
  return matcher(`${labelName(label)}!~${quoted(alternatives(values))}`);
}

/** The label begins with this text. */
export function startsWith(label: string, prefix: string): Matcher {
  return matcher(`${labelName(label)}=~${quoted(`${literally(prefix)}.*`)}`);
}

/** The label begins with one of these texts and a separator, behind which is more. Of none: nothing matches. */
export function startsWithOne(
  label: string,
  values: readonly string[],
  separator: string,
): Matcher {
  const starts =
    values.length === 0 ? NOTHING : `(?:${alternatives(values)})${literally(separator)}.+`;
  return matcher(`${labelName(label)}=~${quoted(starts)}`);
}

/** The label ends in a separator and one of these texts. Of none: nothing matches. */
export function endsInOne(label: string, separator: string, values: readonly string[]): Matcher {
  const ends =
    values.length === 0 ? NOTHING : `.*${literally(separator)}(?:${alternatives(values)})`;
  return matcher(`${labelName(label)}=~${quoted(ends)}`);
}

/**
 * The label is this text, followed (and preceded, where `before` is given) by what regular expressions that
 * stand in our code match.
 */
export function continues(label: string, text: string, pattern: string, before = ''): Matcher {
  const whole = `${before}${literally(text)}(?:${pattern})`;
  return matcher(`${labelName(label)}=~${quoted(whole)}`);
}

/** The label matches a regular expression (RE2, anchored) that stands in our code: never text from outside. */
export function like(label: string, pattern: string): Matcher {
  return matcher(`${labelName(label)}=~${quoted(pattern)}`);
}

/** The opposite of `like`. */
export function unlike(label: string, pattern: string): Matcher {
  return matcher(`${labelName(label)}!~${quoted(pattern)}`);
}

/**
 * The newest sample of each series of a metric.
 *
 * @param offsetSeconds How far back from the moment of the query.
 * @throws RangeError when the name is not one of a metric.
 */
export function selector(
  metric: string,
  matchers: readonly Matcher[] = [],
  offsetSeconds = 0,
): PromQl {
  if (!METRIC_NAME.test(metric)) throw new RangeError(`no metric name: ${JSON.stringify(metric)}`);
  const offset = offsetSeconds === 0 ? '' : ` offset ${duration(offsetSeconds)}`;
  return expression(
    `${matchers.length === 0 ? metric : `${metric}{${matchers.join(',')}}`}${offset}`,
  );
}

/**
 * The newest samples of every metric whose name matches a regular expression (RE2, anchored) that stands in our
 * code: for figures that have a part of what they count in their names.
 */
export function namedLike(pattern: string, matchers: readonly Matcher[] = []): PromQl {
  return expression(`{${[`__name__=~${quoted(pattern)}`, ...matchers].join(',')}}`);
}

/**
 * `rate` of counters that an expression gives, as it was at every step of the window: for those of several
 * names, which a plain `rate` would drop, and then find the same series twice.
 *
 * @param stepSeconds Whole seconds; at most half of the window, or there is nothing to compare.
 */
export function rateOfEach(of: PromQl, windowSeconds: number, stepSeconds: number): PromQl {
  return expression(`rate((${of})[${duration(windowSeconds)}:${duration(stepSeconds)}])`);
}

/** `rate` of a counter: per second, over the window. */
export function rate(
  metric: string,
  matchers: readonly Matcher[],
  range: RangeOptions | number,
): PromQl {
  return overRange('rate', metric, matchers, range);
}

/** `increase` of a counter over the window. */
export function increase(
  metric: string,
  matchers: readonly Matcher[],
  range: RangeOptions | number,
): PromQl {
  return overRange('increase', metric, matchers, range);
}

/** The mean of a gauge over the window. */
export function averageOverTime(
  metric: string,
  matchers: readonly Matcher[],
  range: RangeOptions | number,
): PromQl {
  return overRange('avg_over_time', metric, matchers, range);
}

/** `sum by (…) (…)`; without labels, one sum of all. */
export function sumBy(labels: readonly string[], of: PromQl): PromQl {
  return aggregated('sum', labels, of);
}

/** `max by (…) (…)`. */
export function maxBy(labels: readonly string[], of: PromQl): PromQl {
  return aggregated('max', labels, of);
}

/** `min by (…) (…)`. */
export function minBy(labels: readonly string[], of: PromQl): PromQl {
  return aggregated('min', labels, of);
}

/** `count by (…) (…)`. */
export function countBy(labels: readonly string[], of: PromQl): PromQl {
  return aggregated('count', labels, of);
}

/**
 * The quantile (0..1) of classic histograms: summed rates of buckets that keep their `le`.
 *
 * @throws RangeError when the quantile is not in 0..1.
 */
export function histogramQuantile(quantile: number, buckets: PromQl): PromQl {
  if (!(quantile >= 0 && quantile <= 1)) throw new RangeError(`no quantile: ${quantile}`);
  return expression(`histogram_quantile(${quantile}, ${buckets})`);
}

/** The union: of equal label sets, the sample of the earlier operand. */
export function or(first: PromQl, ...others: readonly PromQl[]): PromQl {
  return expression([first, ...others].join(' or '));
}

/** The samples of the first that have no partner with equal labels in the second. */
export function unless(first: PromQl, second: PromQl): PromQl {
  return binary(first, 'unless', second);
}

/** The samples of the first, or nothing when the second has any sample, whatever its labels. */
export function unlessAny(first: PromQl, second: PromQl): PromQl {
  return binary(first, 'unless on ()', second);
}

/** Gives every sample a further label with the value of one it has. */
export function relabelled(of: PromQl, label: string, from: string): PromQl {
  return expression(
    `label_replace(${of}, ${quoted(labelName(label))}, "$1", ${quoted(labelName(from))}, "(.*)")`,
  );
}

/**
 * Gives every sample a label with the first group of a regular expression (RE2, anchored, from our code) over
 * the value of another. Samples of which that does not match stay as they are.
 */
export function extracted(of: PromQl, label: string, from: string, pattern: string): PromQl {
  return expression(
    `label_replace(${of}, ${quoted(labelName(label))}, "$1", ${quoted(labelName(from))}, ${quoted(pattern)})`,
  );
}

/** Gives every sample a further label with a fixed value. */
export function labelled(of: PromQl, label: string, value: string): PromQl {
  // In the replacement a dollar would name a group of the (empty) regular expression.
  const replacement = quoted(value.replaceAll('$', '$$$$'));
  return expression(`label_replace(${of}, ${quoted(labelName(label))}, ${replacement}, "", "")`);
}

/** The samples of the first that have a partner (of value 1) in the second by these labels. */
export function ofThose(labels: readonly string[], first: PromQl, second: PromQl): PromQl {
  return binary(first, `* on (${labels.map(labelName).join(', ')}) group_left ()`, second);
}

/** The samples of the first that have a partner in the second that is equal in these labels. */
export function withPartner(labels: readonly string[], first: PromQl, second: PromQl): PromQl {
  return binary(first, `and on (${labels.map(labelName).join(', ')})`, second);
}

/** The samples of the first that have no partner in the second that is equal in these labels. */
export function withoutPartner(labels: readonly string[], first: PromQl, second: PromQl): PromQl {
  return binary(first, `unless on (${labels.map(labelName).join(', ')})`, second);
}

/** Sample by sample, matched by equal labels. A sample without a partner is left out. */
export function div(dividend: PromQl, divisor: PromQl): PromQl {
  return binary(dividend, '/', divisor);
}

/** Sample by sample, or each sample by a number. */
export function times(left: PromQl, right: PromQl | number): PromQl {
  return binary(left, '*', operand(right));
}

/** Sample by sample. A sample without a partner is left out. */
export function plus(left: PromQl, right: PromQl): PromQl {
  return binary(left, '+', right);
}

/** Sample by sample. A sample without a partner is left out. */
export function minus(left: PromQl, right: PromQl): PromQl {
  return binary(left, '-', right);
}

/** The samples above a number. */
export function above(left: PromQl, number: number): PromQl {
  return binary(left, '>', operand(number));
}

/**
 * A window or offset as PromQL writes it, in its largest whole unit: `5m`, `90s`, `1h`.
 *
 * @throws RangeError when it is not a whole, positive number of seconds.
 */
export function duration(seconds: number): string {
  if (!Number.isSafeInteger(seconds) || seconds <= 0) {
    throw new RangeError(`no whole seconds: ${seconds}`);
  }
  if (seconds % 3600 === 0) return `${seconds / 3600}h`;
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}

function overRange(
  name: 'rate' | 'increase' | 'avg_over_time',
  metric: string,
  matchers: readonly Matcher[],
  range: RangeOptions | number,
): PromQl {
  const { windowSeconds, offsetSeconds = 0 } =
    typeof range === 'number' ? { windowSeconds: range } : range;
  const sign = offsetSeconds < 0 ? '-' : '';
  const offset = offsetSeconds === 0 ? '' : ` offset ${sign}${duration(Math.abs(offsetSeconds))}`;
  const window = duration(windowSeconds);
  return expression(`${name}(${selector(metric, matchers)}[${window}]${offset})`);
}

function aggregated(name: string, labels: readonly string[], of: PromQl): PromQl {
  const by = labels.length === 0 ? '' : ` by (${labels.map(labelName).join(', ')}) `;
  return expression(`${name}${by}(${of})`);
}

function binary(left: PromQl, operator: string, right: PromQl): PromQl {
  return expression(`(${left}) ${operator} (${right})`);
}

function operand(value: PromQl | number): PromQl {
  if (typeof value === 'string') return value;
  if (!Number.isFinite(value)) throw new RangeError(`no finite number: ${value}`);
  return expression(String(value));
}

function labelName(label: string): string {
  if (!LABEL_NAME.test(label)) throw new RangeError(`no label name: ${JSON.stringify(label)}`);
  return label;
}

/** A string literal. https://prometheus.io/docs/prometheus/latest/querying/basics/#string-literals */
function quoted(value: string): string {
  if (LONE_SURROGATE.test(value)) throw new RangeError('a label value is no valid Unicode');
  const escaped = value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
  return `"${escaped}"`;
}

function alternatives(values: readonly string[]): string {
  return values.length === 0 ? NOTHING : values.map(literally).join('|');
}

/** A regular expression that matches this text only. https://github.com/google/re2/wiki/Syntax */
function literally(text: string): string {
  return text.replaceAll(/[\\.+*?()|[\]{}^$]/g, String.raw`\$&`);
}
