import 'server-only';
import { onAbort } from '@/lib/upstream/on-abort';

/** Sends equal questions once: whoever asks while one is under way gets the same answer. */
export interface SingleFlight<T> {
  /**
   * Joins the call under this key, or starts it. One caller leaving does not end the call for the
   * others; the last one leaving does.
   *
   * @throws what the call throws; the signal's reason when this caller gave up.
   */
  run(key: string, signal: AbortSignal, call: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

interface Flight<T> {
  readonly controller: AbortController;
  readonly answer: Promise<T>;
  callers: number;
}

/** Creates a table of calls with none under way. It holds no finished call. */
export function createSingleFlight<T>(): SingleFlight<T> {
  const flights = new Map<string, Flight<T>>();

  function join(key: string, call: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const underway = flights.get(key);
    if (underway !== undefined) return underway;
    const controller = new AbortController();
    const flight = { controller, answer: call(controller.signal), callers: 0 };
    flights.set(key, flight);
    const land = () => {
      remove(key, flight);
    };
    flight.answer.then(land, land);
    return flight;
  }

  function remove(key: string, flight: Flight<T>): void {
    if (flights.get(key) === flight) flights.delete(key);
  }

  return {
    async run(key, signal, call) {
      signal.throwIfAborted();
      const flight = join(key, call);
      flight.callers += 1;
      try {
        return await unlessAborted(flight.answer, signal);
      } finally {
        flight.callers -= 1;
        if (flight.callers === 0) {
          // Whoever comes now must not join a call that is being given up.
          remove(key, flight);
          flight.controller.abort();
        }
      }
    },
  };
}

async function unlessAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  let stopListening: () => void = () => undefined;
  const left = new Promise<'left'>((resolve) => {
    stopListening = onAbort(signal, () => {
      resolve('left');
    });
  });
  try {
    const first = await Promise.race([answer.then((value) => ({ value })), left]);
    if (first !== 'left') return first.value;
    signal.throwIfAborted();
    return await answer;
  } finally {
    stopListening();
  }
}
