import 'server-only';
import { UpstreamError, type UpstreamName } from '@/lib/upstream/error';
import { onAbort } from '@/lib/upstream/on-abort';

export interface GateOptions {
  readonly upstream: UpstreamName;
  /** How many may be inside at once. */
  readonly places: number;
  /** How many may wait outside. */
  readonly maxWaiting: number;
  /** How long one may wait. */
  readonly maxWaitMs: number;
}

/** Lets so many calls run at once; the others wait in order, but not for ever. */
export interface Gate {
  /**
   * Runs a call when there is a place for it.
   *
   * @throws UpstreamError `busy` when too many wait already, or it waited too long; the signal's
   *   reason when the caller gave up waiting.
   */
  run<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T>;
}

/** Creates a gate with all places free. */
export function createGate({ upstream, places, maxWaiting, maxWaitMs }: GateOptions): Gate {
  let free = places;
  const waiting = new Set<() => void>();

  async function enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (free > 0) {
      free -= 1;
      return;
    }
    if (waiting.size >= maxWaiting) {
      throw new UpstreamError(upstream, 'busy', `${waiting.size} calls are waiting already`);
    }
    const outcome = await wait(signal);
    if (outcome === 'left') signal.throwIfAborted();
    if (outcome === 'too-long') {
      throw new UpstreamError(upstream, 'busy', `no free place in ${maxWaitMs} ms`);
    }
  }

  function wait(signal: AbortSignal): Promise<'admitted' | 'left' | 'too-long'> {
    return new Promise((resolve) => {
      const end = (outcome: 'admitted' | 'left' | 'too-long') => {
        waiting.delete(admit);
        clearTimeout(timer);
        stopListening();
        resolve(outcome);
      };
      const admit = () => {
        end('admitted');
      };
      const timer = setTimeout(() => {
        end('too-long');
      }, maxWaitMs);
      waiting.add(admit);
      const stopListening = onAbort(signal, () => {
        end('left');
      });
    });
  }

  /** Hands the place to the one who waited longest, or frees it. */
  function leave(): void {
    const [next] = waiting;
    if (next === undefined) free += 1;
    else next();
  }

  return {
    async run(signal, call) {
      await enter(signal);
      try {
        return await call();
      } finally {
        leave();
      }
    },
  };
}
