import { extent } from 'd3';
import { formatUnit, type Unit } from '@/lib/domain/format';
import type { ChartSeries } from '@/lib/viz/charts/time-scene';

/** A change of less than this share of the larger value is called steady. */
const STEADY = 0.2;

/** Which line a chart is about, when it has several. */
const LEADS = ['p95', 'usage', 'errors'] as const;

/**
 * One sentence that says the point of a chart: how its leading line moved and between which values.
 * The leading line is p95 for latency; otherwise the highest.
 */
export function summarise(series: readonly ChartSeries[], unit: Unit): string {
  const lead = leadOf(series.filter(({ name }) => name !== 'limit' && name !== 'request'));
  const values = lead === undefined ? [] : valuesOf(lead);
  const [first, last] = [values.at(0), values.at(-1)];
  if (lead === undefined || first === undefined || last === undefined) return 'No samples.';
  const [low, high] = extent(values);
  const [start, end] = [formatUnit(first, unit), formatUnit(last, unit)];
  const range = `between ${formatUnit(low, unit)} and ${formatUnit(high, unit)}`;
  if (Math.abs(last - first) <= STEADY * Math.max(first, last)) {
    return `${lead.name} is steady at ${end}, ${range}.`;
  }
  return `${lead.name} ${last > first ? 'rose' : 'fell'} from ${start} to ${end}, ${range}.`;
}

function leadOf(series: readonly ChartSeries[]): ChartSeries | undefined {
  const known = series.find(({ name }) => LEADS.some((lead) => lead === name));
  return known ?? series.toSorted((a, b) => highest(b) - highest(a)).at(0);
}

function highest(series: ChartSeries): number {
  return Math.max(-Infinity, ...valuesOf(series));
}

function valuesOf({ points }: ChartSeries): readonly number[] {
  return points.flatMap(([, value]) => (value === null ? [] : [value]));
}
