import 'server-only';
import { UpstreamError, type UpstreamName } from '@/lib/upstream/error';
import type { Observe } from '@/lib/upstream/options';

/** Runs a call and tells the observer how it ended. */
export async function observed<T>(
  upstream: UpstreamName,
  observe: Observe | undefined,
  call: () => Promise<T>,
): Promise<T> {
  if (observe === undefined) return call();
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  try {
    const value = await call();
    observe({ upstream, outcome: 'ok', seconds: seconds() });
    return value;
  } catch (error) {
    const outcome = error instanceof UpstreamError ? error.failure : 'cancelled';
    observe({ upstream, outcome, seconds: seconds() });
    throw error;
  }
}
