import 'server-only';
import { setMaxListeners } from 'node:events';

/**
 * Calls back once when the signal fires. Gives the way to stop it, which every caller must take when its
 * work is over: the signal of a page's request is shared by all the calls made for it.
 */
export function onAbort(signal: AbortSignal, listener: () => void): () => void {
  // One page makes more than ten calls; that is no leak to be warned of.
  setMaxListeners(0, signal);
  signal.addEventListener('abort', listener, { once: true });
  return () => {
    signal.removeEventListener('abort', listener);
  };
}
