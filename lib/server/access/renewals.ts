import 'server-only';
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/** What a renewal gave: already sealed, so that no token lies about here. */
export interface Renewal {
  readonly sealed: string;
  readonly name: string;
  readonly expiresAt: number;
  readonly renewAt: number | null;
}

/** Renews each session once, however many ask. */
export interface Renewals {
  /**
   * Joins the renewal with this refresh token, or starts it. Whoever comes within a minute of its end gets the same:
   * many issuers take a refresh token once, and end the session of one who comes twice. A failed one is forgotten.
   */
  run(refreshToken: string, renew: () => Promise<Renewal>): Promise<Renewal>;
}

const KEPT_MS = 60_000;

/** A bound on memory: some 12 KiB each at most. */
const MAX_KEPT = 1000;

/** Creates one with nothing under way. One a process. */
export function createRenewals(now: () => number): Renewals {
  const known = new LRUCache<string, Promise<Renewal>>({
    max: MAX_KEPT,
    ttl: KEPT_MS,
    perf: { now },
    ttlResolution: 0,
  });
  return {
    run(refreshToken, renew) {
      const key = createHash('sha256').update(refreshToken).digest('hex');
      const underway = known.get(key);
      if (underway !== undefined) return underway;
      const started = renew();
      known.set(key, started);
      started.catch(() => known.delete(key));
      return started;
    },
  };
}
