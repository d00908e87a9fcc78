import { formatAge } from '@/lib/domain/format';

/** A clock that is off by more makes figures of a minute wrong, and tokens end early or late. */
const WORTH_SAYING_MS = 30_000;

/**
 * How far a clock is from another, in words to put before that: `10 min ahead of`.
 *
 * @param aheadMs Milliseconds; below 0 where it is behind.
 * @returns Null when it is not worth saying.
 */
export function clockInWords(aheadMs: number): string | null {
  if (Math.abs(aheadMs) <= WORTH_SAYING_MS) return null;
  return `${formatAge(Math.abs(aheadMs))} ${aheadMs > 0 ? 'ahead of' : 'behind'}`;
}
