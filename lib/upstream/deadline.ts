import 'server-only';
import { UpstreamError, type UpstreamName } from '@/lib/upstream/error';
import { onAbort } from '@/lib/upstream/on-abort';

/**
 * Runs something under a budget of time. The signal it gets fires when the caller's fires or the
 * budget is spent, whichever comes first, and in any case when the work is over.
 *
 * `AbortSignal.any` with `AbortSignal.timeout` would do, but in Node 20 such a signal can be collected
 * as garbage before it fires.
 *
 * @throws the caller's reason when the caller gave up; UpstreamError `timeout` when the budget was
 *   spent; otherwise what the work throws.
 */
export async function withDeadline<T>(
  upstream: UpstreamName,
  caller: AbortSignal,
  budgetMs: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  caller.throwIfAborted();
  const controller = new AbortController();
  const timeout = new UpstreamError(upstream, 'timeout', `no whole answer in ${budgetMs} ms`);
  const timer = setTimeout(() => {
    controller.abort(timeout);
  }, budgetMs);
  const stopListening = onAbort(caller, () => {
    controller.abort(caller.reason);
  });
  try {
    return await work(controller.signal);
  } catch (error) {
    caller.throwIfAborted();
    if (controller.signal.aborted) throw timeout;
    throw error;
  } finally {
    clearTimeout(timer);
    stopListening();
    controller.abort();
  }
}
