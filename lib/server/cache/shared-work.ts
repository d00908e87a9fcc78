import 'server-only';
import { setMaxListeners } from 'node:events';

interface Flight<T> {
  readonly promise: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
}

/** Does work of one key once for all who ask for it at the same time. */
export interface SharedWork<T> {
  /**
   * Starts the work, or joins it when it is under way.
   *
   * The work's own signal fires only when everybody who waited for it has gone.
   *
   * @throws the reason of `signal` when this caller gives up; what the work throws otherwise.
   */
  run(key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  isRunning(key: string): boolean;
}

/** Creates one; the keys it is used with must hold all that the work depends on. */
export function createSharedWork<T>(): SharedWork<T> {
  const flights = new Map<string, Flight<T>>();

  function start(key: string, work: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const controller = new AbortController();
    manyListeners(controller.signal);
    const promise = work(controller.signal).finally(() => {
      if (flights.get(key) === flight) flights.delete(key);
    });
    // Everybody may have left by the time it fails.
    promise.catch(() => undefined);
    const flight: Flight<T> = { promise, controller, waiting: 0 };
    flights.set(key, flight);
    return flight;
  }

  async function run(key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>) {
    signal.throwIfAborted();
    const flight = flights.get(key) ?? start(key, work);
    flight.waiting += 1;
    try {
      return await unlessAborted(flight.promise, signal);
    } finally {
      flight.waiting -= 1;
      if (flight.waiting === 0 && flights.get(key) === flight && signal.aborted) {
        flights.delete(key);
        flight.controller.abort(signal.reason);
      }
    }
  }

  return { run, isRunning: (key) => flights.has(key) };
}

/** Lets a signal serve many calls at once, without Node taking that for a leak. */
export function manyListeners(signal: AbortSignal): void {
  setMaxListeners(0, signal);
}

/** Waits for a promise, but no longer than until the signal fires; then throws its reason. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    // The reason is the caller's own, and goes back to it as it is.
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- see above
    const giveUp = () => reject(signal.reason);
    signal.addEventListener('abort', giveUp, { once: true });
    stop = () => signal.removeEventListener('abort', giveUp);
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    stop();
  }
}
