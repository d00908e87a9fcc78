import { describe, expect, it } from 'vitest';
import { createAnswerCache } from '@/lib/server/cache/answer-cache';
import { manyListeners } from '@/lib/server/cache/shared-work';

const forever = new AbortController().signal;
manyListeners(forever);

function setUp({ maxBytes = 10_000, staleMs = 5000 } = {}) {
  const clock = { now: 1000 };
  const seen: string[] = [];
  const cache = createAnswerCache<string>({
    name: 'test',
    maxBytes,
    staleMs,
    sizeOf: (value) => value.length,
    now: () => clock.now,
    isOutage: (error) => error instanceof Error && error.message === 'down',
    observe: (_, result) => seen.push(result),
  });
  return { cache, clock, seen };
}

describe('an answer cache', () => {
  it('asks once for all who ask at the same time', async () => {
    const { cache, seen } = setUp();
    let asked = 0;
    const load = () => Promise.resolve(`answer ${++asked}`);
    const all = await Promise.all(
      Array.from({ length: 50 }, () => cache.get('key', 100, forever, load)),
    );
    expect(new Set(all.map(({ value }) => value))).toEqual(new Set(['answer 1']));
    expect(seen.filter((result) => result === 'joined')).toHaveLength(49);
  });

  it('asks again once the answer is old, not before', async () => {
    const { cache, clock } = setUp();
    let asked = 0;
    const get = () => cache.get('key', 100, forever, () => Promise.resolve(String(++asked)));
    await get();
    clock.now += 99;
    expect((await get()).value).toBe('1');
    clock.now += 1;
    expect((await get()).value).toBe('2');
  });

  it('keeps keys apart', async () => {
    const { cache } = setUp();
    const get = (key: string) => cache.get(key, 100, forever, () => Promise.resolve(key));
    expect((await get('a')).value).toBe('a');
    expect((await get('b')).value).toBe('b');
  });

  it('gives the old answer with the reason while asking fails, but not for ever', async () => {
    const { cache, clock } = setUp();
    const down = new Error('down');
    await cache.get('key', 100, forever, () => Promise.resolve('old'));
    clock.now += 4999;
    const stale = await cache.get('key', 100, forever, () => Promise.reject(down));
    expect(stale).toEqual({ value: 'old', loadedAt: 1000, staleBecause: down });
    clock.now += 1;
    await expect(cache.get('key', 100, forever, () => Promise.reject(down))).rejects.toBe(down);
  });

  it('forgets the old answer when the source refuses instead of failing', async () => {
    const { cache, clock } = setUp();
    const get = (load: () => Promise<string>) => cache.get('key', 100, forever, load);
    await get(() => Promise.resolve('old'));
    clock.now += 200;
    await expect(get(() => Promise.reject(new Error('forbidden')))).rejects.toThrow('forbidden');
    await expect(get(() => Promise.reject(new Error('down')))).rejects.toThrow('down');
  });

  it('throws when there is no old answer', async () => {
    const { cache } = setUp();
    const down = new Error('down');
    await expect(cache.get('key', 100, forever, () => Promise.reject(down))).rejects.toBe(down);
  });

  it('lets one caller go without spoiling the answer for the others', async () => {
    const { cache } = setUp();
    const leaver = new AbortController();
    let finish: (value: string) => void = () => undefined;
    const load = () => new Promise<string>((resolve) => (finish = resolve));
    const leaving = cache.get('key', 100, leaver.signal, load);
    const staying = cache.get('key', 100, forever, load);
    leaver.abort(new Error('gone'));
    await expect(leaving).rejects.toThrow('gone');
    finish('answer');
    expect((await staying).value).toBe('answer');
  });

  it('stops the work once nobody waits for it, and starts anew for the next', async () => {
    const { cache } = setUp();
    const leaver = new AbortController();
    let stopped = 0;
    const load = (signal: AbortSignal) =>
      new Promise<string>((_, reject) => {
        signal.addEventListener('abort', () => {
          stopped += 1;
          reject(signal.reason);
        });
      });
    const leaving = cache.get('key', 100, leaver.signal, load);
    leaver.abort(new Error('gone'));
    await expect(leaving).rejects.toThrow('gone');
    expect(stopped).toBe(1);
    expect((await cache.get('key', 100, forever, () => Promise.resolve('new'))).value).toBe('new');
  });

  it('does not ask for a caller who has gone already', async () => {
    const { cache } = setUp();
    let asked = 0;
    const gone = AbortSignal.abort(new Error('gone'));
    await expect(
      cache.get('key', 100, gone, () => Promise.resolve(String(++asked))),
    ).rejects.toThrow('gone');
    expect(asked).toBe(0);
  });

  it('holds no more bytes than it may, whatever is asked of it', async () => {
    const { cache } = setUp({ maxBytes: 10_000 });
    let asked = 0;
    const get = (key: string) =>
      cache.get(key, 1e9, forever, () => {
        asked += 1;
        return Promise.resolve('x'.repeat(1000));
      });
    for (let i = 0; i < 500; i += 1) await get(`key ${i}`);
    asked = 0;
    for (let i = 0; i < 500; i += 1) await get(`key ${i}`);
    expect(asked).toBeGreaterThanOrEqual(490);
  });

  it('gives an answer too large to keep, and does not keep it', async () => {
    const { cache } = setUp({ maxBytes: 1000 });
    let asked = 0;
    const get = () =>
      cache.get('key', 1e9, forever, () => {
        asked += 1;
        return Promise.resolve('x'.repeat(5000));
      });
    expect((await get()).value).toHaveLength(5000);
    await get();
    expect(asked).toBe(2);
  });
});
