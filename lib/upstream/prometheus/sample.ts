import 'server-only';
import { WireError } from '@/lib/upstream/wire';

const NUMBER = /^[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?$/;
const NOT_FINITE: ReadonlySet<string> = new Set(['NaN', '+Inf', '-Inf', 'Inf']);

/** What a `Date` can hold. https://tc39.es/ecma262/#sec-time-values-and-time-range */
const MAX_SECONDS = 8.64e12;

/**
 * Reads a sample's value, which Prometheus sends as text.
 *
 * @returns null for NaN (there is no figure) and for ±Inf (there is none that could be drawn).
 * @throws WireError for anything else that is not a finite number.
 */
export function readValue(text: unknown): number | null {
  if (typeof text !== 'string') throw new WireError('a sample value is not text');
  const value = NUMBER.test(text) ? Number(text) : Number.NaN;
  // A zero has no sign here: it would be shown.
  if (Number.isFinite(value)) return value === 0 ? 0 : value;
  if (NOT_FINITE.has(text)) return null;
  throw new WireError(`no sample value: ${JSON.stringify(text.slice(0, 40))}`);
}

/** Reads `[epoch seconds, "value"]`. Throws WireError when it is not that. */
export function readPoint(point: unknown): readonly [number, number | null] {
  if (!Array.isArray(point) || point.length !== 2) throw new WireError('a sample is not a pair');
  const pair: readonly unknown[] = point;
  const [at, value] = pair;
  const isMoment = typeof at === 'number' && Math.abs(at) <= MAX_SECONDS;
  if (!isMoment) throw new WireError('a sample has no time');
  return [at, readValue(value)];
}

/** Far more of anything than there is, yet so little that a sum of all samples stays a number. */
const MOST = 1e18;

/** Whether a figure can be what we ask about: rates, durations, bytes and counts are never below zero. */
export function isPossible(value: number | null): boolean {
  return value === null || (value >= 0 && value <= MOST);
}
