import 'server-only';
import { LRUCache } from 'lru-cache';
import { createSharedWork } from '@/lib/server/cache/shared-work';
import type { CacheResult } from '@/lib/server/metrics';

/** An answer and how old it is. */
export interface Answer<T> {
  readonly value: T;
  /** Epoch milliseconds at which it was asked for. */
  readonly loadedAt: number;
  /** Why there is no newer one; null when it is fresh. */
  readonly staleBecause: unknown;
}

export interface AnswerCacheOptions<T> {
  /** For our metrics. */
  readonly name: string;
  readonly maxBytes: number;
  /** A rough size in bytes. */
  readonly sizeOf: (value: T) => number;
  /** How long an answer is given out while nothing newer can be had. */
  readonly staleMs: number;
  /** Whether a failure is one in which the old answer may stand in. A refusal is none: rights may be gone. */
  readonly isOutage: (error: unknown) => boolean;
  readonly now: () => number;
  readonly observe: (name: string, result: CacheResult) => void;
}

/** Keeps answers for a short time, and shares the asking. */
export interface AnswerCache<T> {
  /**
   * Gives the kept answer while it is younger than `ttlMs`, else asks; while the source is out, gives the
   * old answer with the reason, up to `staleMs`.
   *
   * @param key All that the answer depends on, the caller's rights included.
   * @throws what `load` throws when there is no old answer; the reason of `signal` when it fires.
   */
  get(
    key: string,
    ttlMs: number,
    signal: AbortSignal,
    load: (signal: AbortSignal) => Promise<T>,
  ): Promise<Answer<T>>;
  /** Forgets one answer, for example after a write. */
  forget(key: string): void;
}

interface Kept<T> {
  readonly value: T;
  readonly loadedAt: number;
}

/** Creates a cache bounded in bytes; the least used answers go first. */
export function createAnswerCache<T>(options: AnswerCacheOptions<T>): AnswerCache<T> {
  const { name, maxBytes, sizeOf, staleMs, isOutage, now, observe } = options;
  const kept = new LRUCache<string, Kept<T>>({
    maxSize: maxBytes,
    maxEntrySize: Math.ceil(maxBytes / 2),
    sizeCalculation: ({ value }, key) => Math.max(1, Math.ceil(sizeOf(value)) + key.length),
  });
  const shared = createSharedWork<Kept<T>>();

  async function ask(
    key: string,
    signal: AbortSignal,
    load: (signal: AbortSignal) => Promise<T>,
  ): Promise<Kept<T>> {
    observe(name, shared.isRunning(key) ? 'joined' : 'miss');
    return shared.run(key, signal, async (sharedSignal) => {
      const loadedAt = now();
      const entry = { value: await load(sharedSignal), loadedAt };
      kept.set(key, entry);
      return entry;
    });
  }

  return {
    forget: (key) => kept.delete(key),
    async get(key, ttlMs, signal, load) {
      const old = kept.get(key);
      if (old !== undefined && now() - old.loadedAt < ttlMs) {
        observe(name, 'hit');
        return { ...old, staleBecause: null };
      }
      try {
        return { ...(await ask(key, signal, load)), staleBecause: null };
      } catch (error) {
        signal.throwIfAborted();
        if (!isOutage(error)) kept.delete(key);
        if (old === undefined || !isOutage(error) || now() - old.loadedAt >= staleMs) throw error;
        observe(name, 'stale');
        return { ...old, staleBecause: error };
      }
    },
  };
}
