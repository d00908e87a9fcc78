import { formatMs } from '@/lib/domain/format';

/** Microseconds in each unit of a Go duration. */
const UNIT_US: Readonly<Record<string, number>> = {
  ns: 0.001,
  us: 1,
  µs: 1,
  μs: 1,
  ms: 1000,
  s: 1_000_000,
  m: 60_000_000,
  h: 3_600_000_000,
};

const PART = /([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)/gy;

/**
 * Reads a duration as Go writes it, such as `100ms`, `1.2s` or `1m30s`. See
 * https://pkg.go.dev/time#ParseDuration; a sign is not accepted.
 *
 * @returns Microseconds, or null when it is not a duration.
 */
export function parseDuration(text: string): number | null {
  const compact = text.trim();
  if (compact === '') return null;
  if (compact === '0') return 0;
  let [total, end] = [0, 0];
  for (const [part, amount, unit] of compact.matchAll(PART)) {
    total += Number(amount) * (UNIT_US[unit ?? ''] ?? NaN);
    end += part.length;
  }
  return end === compact.length && Number.isFinite(total) ? total : null;
}

/** Shows microseconds with a unit that fits: `850 ns`, `34.2 µs`, `1.24 ms`, `2 min 5 s`. */
export function formatDuration(us: number): string {
  if (!Number.isFinite(us)) return formatMs(null);
  const size = Math.abs(us);
  const sign = us < 0 ? '−' : '';
  if (size === 0) return '0 µs';
  if (size < 0.9995) return `${sign}${Number((size * 1000).toPrecision(3))} ns`;
  if (size < 999.5) return `${sign}${Number(size.toPrecision(3))} µs`;
  return `${sign}${formatMs(size / 1000)}`;
}
