import 'server-only';
import { epochMs } from '@/lib/domain/units';
import { ProblemError } from '@/lib/server/problem';
import type { QueryRange } from '@/lib/upstream/prometheus/client';

/** Prometheus refuses more. */
const MAX_POINTS = 11_000;

/** What a chart has room for. */
const WANTED_POINTS = 240;

/** Steps that fall on whole minutes and hours. */
const NICE_STEPS = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 86_400];

/** Charts begin so long before their end unless asked otherwise. */
const DEFAULT_SPAN_MS = 30 * 60_000;

/** Far more than Prometheus keeps by default. */
const MAX_SPAN_MS = 366 * 86_400_000;

/** What a range was asked for by; moments in epoch milliseconds. */
export interface AskedRange {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly step?: number | undefined;
}

/**
 * Makes a range that Prometheus will take: not in the future, both ends on whole steps (so that viewers who
 * look at the same time ask the same), and at most 11,000 points; a step that would give more is widened.
 *
 * @throws ProblemError `invalid-request` when it ends before it begins, or is longer than a year.
 */
export function rangeOf({ from, to, step }: AskedRange, nowMs: number): QueryRange {
  const end = Math.min(to ?? nowMs, nowMs);
  const start = from ?? end - DEFAULT_SPAN_MS;
  if (start >= end)
    throw new ProblemError('invalid-request', { detail: 'from must be before to.' });
  const spanMs = end - start;
  if (spanMs > MAX_SPAN_MS) {
    throw new ProblemError('invalid-request', { detail: 'A range is at most 366 days.' });
  }
  const seconds = spanMs / 1000;
  const least = Math.ceil(seconds / (MAX_POINTS - 2));
  const wanted = step ?? NICE_STEPS.find((nice) => seconds / nice <= WANTED_POINTS) ?? least;
  const stepSeconds = Math.max(wanted, least);
  const stepMs = stepSeconds * 1000;
  return {
    fromMs: epochMs(Math.floor(start / stepMs) * stepMs),
    toMs: epochMs(Math.floor(end / stepMs) * stepMs),
    stepSeconds,
  };
}

/** A rate needs two samples: with the usual scrape interval of 15 s to 30 s, a minute holds them. */
const MIN_RATE_WINDOW_SECONDS = 60;

/** The window of rates in a chart: no gap between two points goes uncounted. */
export function rateWindowOf({ stepSeconds }: QueryRange): number {
  return Math.max(MIN_RATE_WINDOW_SECONDS, stepSeconds);
}
