import { NAME_LABEL, filterLabels, keyOf, labelOf, type Labels, type Metric } from './labels';
import type { Sample } from './samples';

interface Bucket {
  readonly bound: number;
  /** Observations at or below the bound. */
  readonly count: number;
}

/** Counts closer than this, relatively, differ by rounding alone. */
const SMALL_DELTA = 1e-12;
const SMALLEST_NORMAL = 2.2250738585072014e-308;

function isAlmostEqual(a: number, b: number): boolean {
  if (a === b) return true;
  const size = Math.abs(a) + Math.abs(b);
  const difference = Math.abs(a - b);
  if (a === 0 || b === 0 || size < SMALLEST_NORMAL) {
    return difference < SMALL_DELTA * SMALLEST_NORMAL;
  }
  return difference / Math.min(size, Number.MAX_VALUE) < SMALL_DELTA;
}

/** Adds up buckets of the same bound. */
function coalesce(sorted: readonly Bucket[]): Bucket[] {
  const merged: Bucket[] = [];
  for (const bucket of sorted) {
    const last = merged.at(-1);
    if (last?.bound === bucket.bound) {
      merged[merged.length - 1] = { bound: last.bound, count: last.count + bucket.count };
    } else {
      merged.push(bucket);
    }
  }
  return merged;
}

/** Raises counts that fall below the one before, which buckets scraped apart can do. */
function withoutFalls(buckets: readonly Bucket[]): Bucket[] {
  let highest = buckets[0]?.count ?? 0;
  return buckets.map(({ bound, count }) => {
    if (count < highest || isAlmostEqual(highest, count)) return { bound, count: highest };
    highest = count;
    return { bound, count };
  });
}

function interpolate(quantile: number, buckets: readonly Bucket[]): number {
  const last = buckets.at(-1);
  const beforeLast = buckets.at(-2);
  if (!last || !beforeLast || last.count === 0 || Number.isNaN(last.count)) return NaN;
  const rank = quantile * last.count;
  const index = buckets.findIndex(({ count }) => count >= rank);
  const found = buckets[index];
  if (!found || found === last) return beforeLast.bound;
  if (index === 0 && found.bound <= 0) return found.bound;
  const below = buckets[index - 1] ?? { bound: 0, count: 0 };
  const part = (rank - below.count) / (found.count - below.count);
  return below.bound + (found.bound - below.bound) * part;
}

/**
 * The quantile of a histogram, interpolated linearly within its bucket. NaN without an infinite
 * bucket or without observations; in the infinite bucket, the last finite bound.
 */
export function bucketQuantile(quantile: number, buckets: readonly Bucket[]): number {
  if (Number.isNaN(quantile)) return NaN;
  if (quantile < 0) return -Infinity;
  if (quantile > 1) return Infinity;
  const sorted = [...buckets].sort((a, b) => a.bound - b.bound);
  if (sorted.at(-1)?.bound !== Infinity) return NaN;
  return interpolate(quantile, withoutFalls(coalesce(sorted)));
}

/** Reads an `le` label; undefined for what is no number. */
function boundOf(labels: Labels): number | undefined {
  const text = labelOf(labels, 'le');
  if (text === '+Inf') return Infinity;
  if (text.trim() === '') return undefined;
  const bound = Number(text);
  return Number.isNaN(bound) ? undefined : bound;
}

interface BucketPlace {
  /** The histogram that the bucket is of: one object for each. */
  readonly histogram: Metric;
  readonly bound: number;
}

/** What has been found out of sets of labels: null for those that are no bucket. */
export interface HistogramMemory {
  readonly buckets: WeakMap<Labels, BucketPlace | null>;
  readonly byKey: Map<string, Metric>;
}

const isKept = (label: string) => label !== 'le' && label !== NAME_LABEL;

function placeOf(sample: Sample, { byKey }: HistogramMemory): BucketPlace | null {
  const bound = boundOf(sample.labels);
  if (bound === undefined) return null;
  const metric = filterLabels(sample, isKept);
  const key = keyOf(metric);
  const histogram = byKey.get(key) ?? metric;
  byKey.set(key, histogram);
  return { histogram, bound };
}

/** PromQL's `histogram_quantile` over classic buckets. */
export function histogramQuantile(
  quantile: number,
  samples: readonly Sample[],
  memory: HistogramMemory,
): Sample[] {
  const histograms = new Map<Metric, Bucket[]>();
  for (const sample of samples) {
    const known = memory.buckets.get(sample.labels);
    const place = known === undefined ? placeOf(sample, memory) : known;
    if (known === undefined) memory.buckets.set(sample.labels, place);
    if (!place) continue;
    const bucket = { bound: place.bound, count: sample.value };
    const buckets = histograms.get(place.histogram);
    if (buckets) buckets.push(bucket);
    else histograms.set(place.histogram, [bucket]);
  }
  return [...histograms].map(([{ name, labels }, buckets]) => ({
    name,
    labels,
    value: bucketQuantile(quantile, buckets),
  }));
}
