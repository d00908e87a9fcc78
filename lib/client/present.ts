import { PRESENT_HEADER } from '@/lib/contract/common';

/** Milliseconds that the clock of the figures is ahead of this computer's. */
let aheadMs = 0;

/** Answers take a while to come, and this computer's clock moves in steps: less is no difference. */
const UNSEEN_MS = 2_000;

/**
 * Learns from an answer how far this computer's clock is off.
 *
 * @param nowMs Epoch milliseconds at which the answer came, by this computer.
 */
export function noticePresent(headers: Headers, nowMs: number): void {
  const told = Number(headers.get(PRESENT_HEADER) ?? NaN);
  if (!Number.isFinite(told)) return;
  aheadMs = Math.abs(told - nowMs) < UNSEEN_MS ? 0 : told - nowMs;
}

/**
 * The present by the clock that figures are asked for by, epoch milliseconds: a chart that ends "now" by a clock
 * that is a day off would be empty. This computer's own clock before the first answer.
 */
export function presentMs(): number {
  return Date.now() + aheadMs;
}
