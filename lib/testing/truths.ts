import { expect } from 'vitest';
import type { TrueEdge } from '@/demo/model/types';
import { parseNodeId, type Quantile } from '@/lib/domain/model';

/** `namespace/name` of a node, or its name alone where it has no namespace. */
export function short(id: string): string {
  const { namespace = '', name = '' } = parseNodeId(id) ?? {};
  return namespace === '' ? name : `${namespace}/${name}`;
}

/** By what a call is known in a test: its ends as `short` has them, and its protocol. */
export function keyOf(source: string, target: string, protocol: string): string {
  return `${source} > ${target} ${protocol}`;
}

/** A figure that is not there is no figure at all. */
export function figure(value: number | null | undefined): number {
  return value ?? NaN;
}

/** What several true edges add up to. */
export function total(edges: readonly TrueEdge[], of: (edge: TrueEdge) => number): number {
  return edges.reduce((sum, edge) => sum + of(edge), 0);
}

/** The quantiles as the console's signals have them, and as the demo's truth does. */
export const QUANTILES = [
  ['p50', '0.5'],
  ['p95', '0.95'],
  ['p99', '0.99'],
] as const;

/**
 * Expects a quantile within the bucket that the exact one is in. One right at a bound may fall on either side of it.
 *
 * @param bounds The upper bounds of the buckets, in milliseconds and ascending.
 */
export function expectWithin(
  quantile: Quantile | undefined,
  exact: number,
  bounds: readonly number[],
): void {
  const upper = bounds.find((bound) => exact * 1.01 <= bound) ?? NaN;
  const lower = bounds.findLast((bound) => exact * 0.99 > bound) ?? 0;
  const { valueMs = NaN, lowMs = NaN, highMs = NaN } = quantile ?? {};
  expect(valueMs).toBeGreaterThanOrEqual(Math.max(lower, lowMs));
  expect(valueMs).toBeLessThanOrEqual(Math.min(upper, highMs ?? Infinity));
}
