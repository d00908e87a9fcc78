import 'server-only';
import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';

/** Whether the process lives, and whether it should get requests. */
export interface Lifecycle {
  /** The longest delay of the event loop since the last call, in milliseconds. */
  takeLagMs(): number;
  isDraining(): boolean;
  /** From now on `readyz` says no. */
  drain(): void;
}

/** A process that is held up for longer than this is not alive to those who wait. */
export const MAX_LAG_MS = 1000;

/** Creates the lifecycle of a process. Upstreams play no part: we must be there to show that they are down. */
export function createLifecycle(): Lifecycle {
  let histogram: IntervalHistogram | null = null;
  let draining = false;
  return {
    takeLagMs() {
      if (histogram === null) {
        histogram = monitorEventLoopDelay({ resolution: 20 });
        histogram.enable();
        return 0;
      }
      const lagMs = histogram.max / 1e6;
      histogram.reset();
      return Number.isFinite(lagMs) ? lagMs : 0;
    },
    isDraining: () => draining,
    drain() {
      draining = true;
    },
  };
}
