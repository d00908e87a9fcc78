/** A stretch of time, in epoch milliseconds; `fromMs` is less than `toMs`. */
export interface MomentRange {
  readonly fromMs: number;
  readonly toMs: number;
}
