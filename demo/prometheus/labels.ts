/** The labels of a series without its name. An empty value is the same as no label. */
export type Labels = Readonly<Record<string, string>>;

/** What identifies a series: its name (empty once an operation has changed its meaning) and labels. */
export interface Metric {
  readonly name: string;
  readonly labels: Labels;
}

export const NAME_LABEL = '__name__';

/** The value of a label; empty when there is none. Safe for names that every object inherits. */
export function labelOf(labels: Labels, name: string): string {
  return Object.hasOwn(labels, name) ? (labels[name] ?? '') : '';
}

export function valueOf(metric: Metric, label: string): string {
  return label === NAME_LABEL ? metric.name : labelOf(metric.labels, label);
}

/** Makes labels from entries; a label may be called `__proto__`. Empty values are left out. */
export function labelsFrom(entries: Iterable<readonly [string, string]>): Labels {
  const filled = [...entries].filter(([, value]) => value !== '');
  return Object.fromEntries(filled);
}

/** All labels with the name, sorted, without empty ones. */
export function entriesOf({ name, labels }: Metric): [string, string][] {
  const entries = Object.entries(labels).filter(([, value]) => value !== '');
  if (name !== '') entries.push([NAME_LABEL, name]);
  return entries.sort(([a], [b]) => (a < b ? -1 : 1));
}

const keys = new WeakMap<Labels, string>();

function keyOfLabels(labels: Labels): string {
  const known = keys.get(labels);
  if (known !== undefined) return known;
  const key = entriesOf({ name: '', labels })
    .map(([name, value]) => `${name}\u0000${value}`)
    .join('\u0000');
  keys.set(labels, key);
  return key;
}

/** A text that two metrics share if and only if their names and labels are equal. */
export function keyOf({ name, labels }: Metric): string {
  return `${name}\u0000${keyOfLabels(labels)}`;
}

/** The metric as Prometheus writes it in messages. */
export function textOf(metric: Metric): string {
  const pairs = entriesOf(metric).filter(([name]) => name !== NAME_LABEL);
  const inner = pairs.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(', ');
  return `${metric.name}{${inner}}`;
}

/** Those of the labels that `keep` accepts. The name is a label called `__name__`. */
export function filterLabels(metric: Metric, keep: (label: string) => boolean): Metric {
  const labels = labelsFrom(Object.entries(metric.labels).filter(([label]) => keep(label)));
  return { name: keep(NAME_LABEL) ? metric.name : '', labels };
}

/** Only these labels. */
export function pickLabels(metric: Metric, wanted: readonly string[]): Metric {
  const pairs = wanted.map((label) => [label, valueOf(metric, label)] as const);
  const name = wanted.includes(NAME_LABEL) ? metric.name : '';
  return { name, labels: labelsFrom(pairs.filter(([label]) => label !== NAME_LABEL)) };
}
