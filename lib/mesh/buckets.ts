import type { Quantile } from '@/lib/domain/model';
import type { VectorSample } from '@/lib/domain/samples';

/** Upper bounds of a histogram in milliseconds, ascending, without the overflow bucket. */
export type Bounds = readonly number[];

/** Reads the bounds that the mesh uses from `count by (le)`. */
export function readBounds(samples: readonly VectorSample[]): Bounds {
  return samples
    .map(({ labels }) => Number(labels.get('le')))
    .filter((bound) => Number.isFinite(bound))
    .toSorted((a, b) => a - b);
}

/**
 * Puts a quantile into its bucket, which is how far off it can be.
 *
 * Prometheus gives the last finite bound for everything in the overflow bucket, so that this value
 * has no upper end. Without bounds nothing is known beyond "above 0". Where workloads have different
 * bounds, the bucket is that of all of them together and may be too narrow.
 */
export function quantileOf(valueMs: number, bounds: Bounds): Quantile {
  const last = bounds.at(-1);
  if (last === undefined) return { valueMs, lowMs: 0, highMs: null };
  if (valueMs >= last) return { valueMs, lowMs: last, highMs: null };
  const index = bounds.findIndex((bound) => valueMs <= bound);
  return { valueMs, lowMs: bounds[index - 1] ?? 0, highMs: bounds[index] ?? null };
}
