import type { TimedSpan } from '@/lib/domain/critical-path';

/**
 * Computes how long each span worked without waiting for a child: its duration less the union of
 * its children, each cut to the parent.
 *
 *     parent  |-----------------|
 *     a         |-----|
 *     b            |------|
 *     c                       |-----|
 *     self    ss          sss              (c counts only up to the parent's end)
 *
 * @param spans Depth first, the children of a span by start: the order of `buildTraceTree`.
 * @returns Microseconds by index; from 0 to the span's duration.
 */
export function selfTimes(spans: readonly TimedSpan[]): Float64Array {
  const self = Float64Array.from(spans, ({ durationUs }) => durationUs);
  /** Up to where a span's children so far cover it. */
  const covered = Float64Array.from(spans, ({ startUs }) => startUs);

  for (const { parent, startUs, durationUs } of spans) {
    const above = parent === null ? undefined : spans[parent];
    if (parent === null || above === undefined) continue;
    const from = Math.max(startUs, covered[parent] ?? 0);
    const to = Math.min(startUs + durationUs, above.startUs + above.durationUs);
    if (to <= from) continue;
    self[parent] = Math.max(0, (self[parent] ?? 0) - (to - from));
    covered[parent] = to;
  }
  return self;
}
