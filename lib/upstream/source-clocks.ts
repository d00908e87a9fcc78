import 'server-only';
import { median } from '@/lib/domain/median';
import type { UpstreamName } from '@/lib/upstream/error';

/** Told of the `Date` of each answer, as it comes. */
export type NoticeDate = (upstream: UpstreamName, date: string | undefined) => void;

/** What the clocks of the upstreams say, learnt from the `Date` of their answers. */
export interface SourceClocks {
  /** What is no date is passed over. */
  readonly notice: NoticeDate;
  /** Milliseconds that an upstream's clock is ahead of ours; 0 while it is not known to differ. */
  skewMs(upstream: UpstreamName): number;
}

/** So many answers are remembered of each upstream: one that was long under way does not count alone. */
const REMEMBERED = 9;

/** `Date` has whole seconds, and an answer takes its time to come: less than this is no difference. */
const UNSEEN_MS = 3_000;

/** Creates the clocks of a process. `now` gives epoch milliseconds. */
export function createSourceClocks(now: () => number): SourceClocks {
  const seen = new Map<UpstreamName, readonly number[]>();
  return {
    notice(upstream, date) {
      const told = date === undefined ? NaN : Date.parse(date);
      if (Number.isNaN(told)) return;
      // The fraction of the second that the header leaves out is half a second on average.
      const difference = told + 500 - now();
      seen.set(upstream, [...(seen.get(upstream) ?? []), difference].slice(-REMEMBERED));
    },
    skewMs(upstream) {
      const middle = median(seen.get(upstream) ?? []) ?? 0;
      return Math.abs(middle) < UNSEEN_MS ? 0 : Math.round(middle);
    },
  };
}
