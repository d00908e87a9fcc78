import 'server-only';
import { WireError } from '@/lib/upstream/wire';

const NUMBER = /^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$/;
const NOT_FINITE: ReadonlySet<string> = new Set(['NaN', '+Inf', '-Inf', 'Inf']);

/**
 * Reads a sample's value, which Prometheus sends as text.
 *
 * @returns null for NaN (there is no figure) and for ±Inf (there is none that could be drawn).
 * @throws WireError for anything else that is not a finite number.
 */
export function readValue(text: unknown): number | null {
  if (typeof text !== 'string') throw new WireError('a sample value is not text');
  const value = NUMBER.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(value)) return value;
  if (NOT_FINITE.has(text)) return null;
  throw new WireError(`no sample value: ${JSON.stringify(text.slice(0, 40))}`);
}

/** Reads `[epoch seconds, "value"]`. Throws WireError when it is not that. */
export function readPoint(point: unknown): readonly [number, number | null] {
  if (!Array.isArray(point) || point.length !== 2) throw new WireError('a sample is not a pair');
  const pair: readonly unknown[] = point;
  const [at, value] = pair;
  if (typeof at !== 'number' || !Number.isFinite(at)) throw new WireError('a sample has no time');
  return [at, readValue(value)];
}
