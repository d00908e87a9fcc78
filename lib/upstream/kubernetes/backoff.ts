import 'server-only';
import { onAbort } from '@/lib/upstream/on-abort';

export interface BackoffOptions {
  readonly firstMs: number;
  readonly longestMs: number;
  /** 0..1, as Math.random. */
  readonly random: () => number;
}

/** Pauses between attempts: each up to twice as long as the one before, and never at the same moment for all. */
export interface Backoff {
  /** Waits; longer if the server asked for it. Ends early when the signal fires. */
  next(atLeastMs?: number): Promise<void>;
  /** Waits the longest pause. */
  longest(): Promise<void>;
  /** The next pause is the first again. */
  reset(): void;
}

/** Creates the pauses of one loop, which ends with the signal. */
export function createBackoff(
  { firstMs, longestMs, random }: BackoffOptions,
  signal: AbortSignal,
): Backoff {
  let step = firstMs;
  const jittered = (ms: number) => ms * (0.5 + random() / 2);
  return {
    async next(atLeastMs = 0) {
      const ms = Math.max(jittered(step), atLeastMs);
      step = Math.min(step * 2, longestMs);
      await sleep(ms, signal);
    },
    longest: () => sleep(jittered(longestMs), signal),
    reset: () => {
      step = firstMs;
    },
  };
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      stopListening();
      resolve();
    };
    const timer = setTimeout(end, ms);
    const stopListening = onAbort(signal, end);
  });
}
