import { describe, expect, it } from 'vitest';
import { createSingleFlight } from '@/lib/upstream/single-flight';

const never = new AbortController().signal;

/** A call that counts how often it was made and ends when the test says so. */
function counted() {
  const signals: AbortSignal[] = [];
  const ends: ((value: string) => void)[] = [];
  const call = (signal: AbortSignal) => {
    signals.push(signal);
    return new Promise<string>((resolve, reject) => {
      ends.push(resolve);
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  };
  return { call, signals, end: (value: string) => ends.at(-1)?.(value) };
}

describe('a single flight', () => {
  it('makes one call for those who ask the same at the same time', async () => {
    const flights = createSingleFlight<string>();
    const { call, signals, end } = counted();
    const answers = [1, 2, 3].map(() => flights.run('k', never, call));
    end('a');
    expect(await Promise.all(answers)).toEqual(['a', 'a', 'a']);
    expect(signals).toHaveLength(1);
  });

  it('keeps different questions apart', async () => {
    const flights = createSingleFlight<string>();
    const asked: string[] = [];
    const ask = (key: string) =>
      flights.run(key, never, async () => {
        asked.push(key);
        return key;
      });
    expect(await Promise.all([ask('a'), ask('b')])).toEqual(['a', 'b']);
    expect(asked).toEqual(['a', 'b']);
  });

  it('asks again once the answer has come, or has failed', async () => {
    const flights = createSingleFlight<string>();
    let calls = 0;
    const call = async () => {
      calls += 1;
      if (calls === 1) throw new Error('first');
      return 'later';
    };
    await expect(flights.run('k', never, call)).rejects.toThrow('first');
    expect(await flights.run('k', never, call)).toBe('later');
    expect(await flights.run('k', never, call)).toBe('later');
    expect(calls).toBe(3);
  });

  it('goes on for the others when one leaves', async () => {
    const flights = createSingleFlight<string>();
    const { call, signals, end } = counted();
    const leaver = new AbortController();
    const reason = new Error('left');
    const first = flights.run('k', leaver.signal, call);
    const second = flights.run('k', never, call);
    leaver.abort(reason);
    await expect(first).rejects.toBe(reason);
    expect(signals[0]?.aborted).toBe(false);
    end('a');
    expect(await second).toBe('a');
  });

  it('ends the call when the last one leaves, and starts afresh for the next', async () => {
    const flights = createSingleFlight<string>();
    const { call, signals, end } = counted();
    const leavers = [new AbortController(), new AbortController()];
    const left = leavers.map(({ signal }) => flights.run('k', signal, call));
    for (const leaver of leavers) leaver.abort(new Error('left'));
    const results = await Promise.allSettled(left);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(signals[0]?.aborted).toBe(true);

    const next = flights.run('k', never, call);
    end('b');
    expect(await next).toBe('b');
    expect(signals).toHaveLength(2);
  });
});
