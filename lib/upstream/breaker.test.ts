import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBreaker } from '@/lib/upstream/breaker';
import { UpstreamError, type UpstreamFailure } from '@/lib/upstream/error';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A breaker, and an upstream that counts how often it is asked. */
function world(failure: UpstreamFailure | null, status?: number) {
  const breaker = createBreaker('prometheus');
  const state = { asked: 0, failure };
  const ask = () =>
    breaker
      .run(() => {
        state.asked += 1;
        if (state.failure === null) return Promise.resolve('ok');
        return Promise.reject(new UpstreamError('prometheus', state.failure, 'test', { status }));
      })
      .catch((error: unknown) => error);
  const askTimes = async (times: number) => {
    for (let i = 0; i < times; i += 1) await ask();
  };
  return { state, ask, askTimes };
}

describe('a breaker', () => {
  it.each(['unavailable', 'timeout'] as const)(
    'stops asking after five calls that end as %s',
    async (failure) => {
      const { state, ask, askTimes } = world(failure);
      await askTimes(20);
      expect(state.asked).toBe(5);
      expect(await ask()).toMatchObject({ failure: 'unavailable', retryAfterMs: 5000 });
    },
  );

  it.each(['rejected', 'malformed', 'busy', 'forbidden'] as const)(
    'takes %s for an answer',
    async (failure) => {
      const { state, askTimes } = world(failure);
      await askTimes(20);
      expect(state.asked).toBe(20);
    },
  );

  it('takes a 503 for an answer', async () => {
    const { state, askTimes } = world('unavailable', 503);
    await askTimes(20);
    expect(state.asked).toBe(20);
  });

  it('counts only calls in a row', async () => {
    const { state, askTimes } = world('unavailable');
    for (let round = 0; round < 5; round += 1) {
      state.failure = 'unavailable';
      await askTimes(4);
      state.failure = null;
      await askTimes(1);
    }
    expect(state.asked).toBe(25);
  });

  it('tries again within five seconds, however long it lasted, and is closed by one success', async () => {
    const { state, ask, askTimes } = world('timeout');
    for (let round = 0; round < 50; round += 1) {
      await askTimes(2);
      vi.advanceTimersByTime(6000);
    }
    state.failure = null;
    const before = state.asked;
    expect(await ask()).toBe('ok');
    await askTimes(9);
    expect(state.asked).toBe(before + 10);
  });
});
