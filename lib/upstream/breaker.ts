import 'server-only';
import {
  BrokenCircuitError,
  circuitBreaker,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleWhen,
} from 'cockatiel';
import { UpstreamError, type UpstreamName } from '@/lib/upstream/error';

/** Leaves an upstream alone for a while that does not answer. */
export interface Breaker {
  /**
   * Runs a call, unless too many before it failed one after the other: then only one at a time is let through,
   * after a pause that grows with each that fails.
   *
   * @throws UpstreamError `unavailable` without calling, with `retryAfterMs`; else what the call throws.
   */
  run<T>(call: () => Promise<T>): Promise<T>;
}

/** So many calls in a row, with none that succeeds between them. */
const FAILURES = 5;

const FIRST_PAUSE_MS = 500;

/** Not longer than a refresh of the page, so that what is mended is seen at the next one. */
const LONGEST_PAUSE_MS = 5_000;

/** Creates a closed breaker. Only silence opens it: an answer, even a refusal, shows that somebody is there. */
export function createBreaker(upstream: UpstreamName): Breaker {
  const policy = circuitBreaker(handleWhen(isSilence), {
    breaker: new ConsecutiveBreaker(FAILURES),
    halfOpenAfter: new ExponentialBackoff({
      initialDelay: FIRST_PAUSE_MS,
      maxDelay: LONGEST_PAUSE_MS,
    }),
  });
  return {
    async run(call) {
      try {
        return await policy.execute(call);
      } catch (error) {
        if (!(error instanceof BrokenCircuitError)) throw error;
        const detail = `not asked, since ${FAILURES} calls in a row had no answer`;
        throw new UpstreamError(upstream, 'unavailable', detail, {
          retryAfterMs: LONGEST_PAUSE_MS,
        });
      }
    },
  };
}

function isSilence(error: Error): boolean {
  if (!(error instanceof UpstreamError)) return false;
  const isUnanswered = error.failure === 'unavailable' || error.failure === 'timeout';
  return isUnanswered && error.status === undefined;
}
