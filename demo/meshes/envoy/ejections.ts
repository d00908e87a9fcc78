import type { EpochSeconds } from '../../model/types';

/** A server that fails too often is left alone for a while, and then tried again. */
const EVERY_SECONDS = 300;
const OUT_SECONDS = 90;

/** How many servers a caller leaves alone at a moment. */
export function ejectionsAt(at: EpochSeconds): number {
  return at % EVERY_SECONDS < OUT_SECONDS ? 1 : 0;
}
