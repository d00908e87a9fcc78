import type { Expr } from './ast';
import { NAME_LABEL, labelsFrom, valueOf, type Labels, type Metric } from './labels';
import { compileAnchored, expandReplacement } from './regex';
import { QueryError } from './query-error';
import type { Sample } from './samples';

function withLabel(metric: Metric, label: string, value: string): Metric {
  if (label === NAME_LABEL) return { name: value, labels: metric.labels };
  const others = Object.entries(metric.labels).filter(([name]) => name !== label);
  return { name: metric.name, labels: labelsFrom([...others, [label, value]]) };
}

function checkDestination(label: string, functionName: string): void {
  if (label !== '') return;
  throw new QueryError(
    'execution',
    `invalid destination label name in ${functionName}(): ${label}`,
  );
}

/** Results per series, kept between the evaluations of one query: the labels do not change. */
export type RelabelCache = WeakMap<Labels, Map<string, Metric>>;

function relabel(
  samples: readonly Sample[],
  cache: RelabelCache,
  make: (sample: Sample) => Metric,
): Sample[] {
  return samples.map((sample) => {
    const byName = cache.get(sample.labels) ?? new Map<string, Metric>();
    const metric = byName.get(sample.name) ?? make(sample);
    byName.set(sample.name, metric);
    cache.set(sample.labels, byName);
    return { name: metric.name, labels: metric.labels, value: sample.value };
  });
}

/** PromQL's `label_replace`: destination, replacement, source, pattern. */
export function labelReplace(
  samples: readonly Sample[],
  [destination = '', replacement = '', source = '', pattern = '']: readonly string[],
  cache: RelabelCache,
): Sample[] {
  checkDestination(destination, 'label_replace');
  const regex = compilePattern(pattern);
  return relabel(samples, cache, (sample) => {
    const match = regex.exec(valueOf(sample, source));
    if (!match) return sample;
    return withLabel(sample, destination, expandReplacement(replacement, match));
  });
}

function compilePattern(pattern: string): RegExp {
  try {
    return compileAnchored(pattern);
  } catch {
    throw new QueryError('execution', `invalid regular expression in label_replace(): ${pattern}`);
  }
}

/** PromQL's `label_join`: destination, separator, sources. */
export function labelJoin(
  samples: readonly Sample[],
  [destination = '', separator = '', ...sources]: readonly string[],
  cache: RelabelCache,
): Sample[] {
  checkDestination(destination, 'label_join');
  return relabel(samples, cache, (sample) => {
    const value = sources.map((label) => valueOf(sample, label)).join(separator);
    return withLabel(sample, destination, value);
  });
}

/** The labels that the one element of `absent(expr)` carries: what the selector asks to be equal. */
export function absentLabels(expr: Expr | undefined): Labels {
  const selector = expr?.kind === 'matrix' ? expr.selector : expr;
  if (selector?.kind !== 'selector') return {};
  const asked = selector.matchers.filter(({ label }) => label !== NAME_LABEL);
  const isUnique = (label: string) => asked.filter((each) => each.label === label).length === 1;
  return labelsFrom(
    asked
      .filter(({ label, op }) => op === '=' && isUnique(label))
      .map(({ label, value }) => [label, value] as const),
  );
}
