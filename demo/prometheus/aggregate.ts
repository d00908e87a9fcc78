import {
  compareNumbers,
  larger,
  meanOf,
  quantileOf,
  smaller,
  sumOf,
  varianceOf,
} from './arithmetic';
import type { Grouping } from './ast';
import {
  NAME_LABEL,
  filterLabels,
  keyOf,
  labelsFrom,
  pickLabels,
  valueOf,
  type Labels,
  type Metric,
} from './labels';
import { formatNumber } from './format';
import { QueryError } from './query-error';
import type { Sample } from './samples';

/** What one grouping has found out: the group of each set of labels, one object for each group. */
export interface GroupMemory {
  readonly metrics: WeakMap<Labels, Metric>;
  readonly byKey: Map<string, Metric>;
}

interface GroupedSamples {
  readonly metric: Metric;
  readonly samples: Sample[];
}

function keyIn(sample: Sample, { isWithout, labels }: Grouping): string {
  if (!isWithout) return labels.map((label) => valueOf(sample, label)).join('\u0000');
  return keyOf(filterLabels(sample, (label) => label !== NAME_LABEL && !labels.includes(label)));
}

function metricIn(sample: Sample, { isWithout, labels }: Grouping): Metric {
  if (!isWithout) return pickLabels(sample, labels);
  return filterLabels(sample, (label) => label !== NAME_LABEL && !labels.includes(label));
}

function groupOf(sample: Sample, grouping: Grouping, { byKey }: GroupMemory): Metric {
  const key = keyIn(sample, grouping);
  const metric = byKey.get(key) ?? metricIn(sample, grouping);
  byKey.set(key, metric);
  return metric;
}

function groupsOf(
  samples: readonly Sample[],
  grouping: Grouping,
  memory: GroupMemory,
): GroupedSamples[] {
  const groups = new Map<Metric, Sample[]>();
  const usesName = !grouping.isWithout && grouping.labels.includes(NAME_LABEL);
  for (const sample of samples) {
    const known = usesName ? undefined : memory.metrics.get(sample.labels);
    const metric = known ?? groupOf(sample, grouping, memory);
    if (!known) memory.metrics.set(sample.labels, metric);
    const group = groups.get(metric);
    if (group) group.push(sample);
    else groups.set(metric, [sample]);
  }
  return [...groups].map(([metric, inGroup]) => ({ metric, samples: inGroup }));
}

const REDUCTIONS: ReadonlyMap<string, (values: readonly number[]) => number> = new Map([
  ['sum', sumOf],
  ['avg', meanOf],
  ['min', (values: readonly number[]) => values.reduce(smaller)],
  ['max', (values: readonly number[]) => values.reduce(larger)],
  ['count', (values: readonly number[]) => values.length],
  ['group', () => 1],
  ['stddev', (values: readonly number[]) => Math.sqrt(varianceOf(values))],
  ['stdvar', varianceOf],
]);

/** The k largest (or smallest), NaN last, in order. */
function extremes(samples: readonly Sample[], k: number, sign: 1 | -1): Sample[] {
  const isBehind = (a: Sample, b: Sample) => {
    if (Number.isNaN(a.value)) return Number.isNaN(b.value) ? 0 : 1;
    return Number.isNaN(b.value) ? -1 : sign * compareNumbers(b.value, a.value);
  };
  return [...samples].sort(isBehind).slice(0, k);
}

function countValues({ metric, samples }: GroupedSamples, label: string): Sample[] {
  const counts = new Map<string, number>();
  for (const { value } of samples) {
    const text = formatNumber(value);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].map(([text, value]) => {
    const labels = labelsFrom([...Object.entries(metric.labels), [label, text]]);
    return { name: metric.name, labels, value };
  });
}

function elementCount(parameter: number): number {
  if (Number.isNaN(parameter)) throw new QueryError('execution', 'Parameter value is NaN');
  return Math.max(0, Math.trunc(parameter));
}

export interface Aggregation {
  readonly op: string;
  readonly grouping: Grouping;
  /** The number or text that topk, bottomk, quantile and count_values take. */
  readonly parameter: number | string | undefined;
}

/** Aggregates an instant vector. `memory` belongs to this grouping alone. */
export function aggregate(
  samples: readonly Sample[],
  { op, grouping, parameter }: Aggregation,
  memory: GroupMemory,
): Sample[] {
  const groups = groupsOf(samples, grouping, memory);
  const reduce = REDUCTIONS.get(op);
  if (reduce) {
    return groups.map(({ metric: { name, labels }, samples: inGroup }) => ({
      name,
      labels,
      value: reduce(inGroup.map(({ value }) => value)),
    }));
  }
  if (op === 'count_values') {
    if (parameter === '') throw new QueryError('execution', 'invalid label name ""');
    return groups.flatMap((group) => countValues(group, String(parameter)));
  }
  const number = Number(parameter);
  if (op === 'quantile') {
    return groups.map((group) => ({
      ...group.metric,
      value: quantileOf(
        number,
        group.samples.map(({ value }) => value),
      ),
    }));
  }
  const k = elementCount(number);
  return groups.flatMap((group) => extremes(group.samples, k, op === 'topk' ? 1 : -1));
}
