import type { Trace } from '@/lib/contract/traces';
import { clockSkew, type ClockSkew } from '@/lib/domain/clock-skew';
import { moveSpans } from '@/lib/domain/shift-spans';
import type { ClockChoice } from '@/lib/contract/trace-url';

export interface TimedTrace {
  readonly trace: Trace;
  readonly skew: ClockSkew;
  /** By how many microseconds each span of `trace` was moved, by index. */
  readonly movedUs: Float64Array;
}

/** A trace by the clocks as they were reported, or with those that are off put right. */
export function timedTrace(reported: Trace, clocks: ClockChoice): TimedTrace {
  const skew = clockSkew(reported.spans);
  if (clocks === 'reported' || skew.clocks === 0) {
    return { trace: reported, skew, movedUs: new Float64Array(reported.spans.length) };
  }
  return { ...corrected(reported, skew.shiftUs), skew };
}

function corrected(reported: Trace, shiftUs: Float64Array): Omit<TimedTrace, 'skew'> {
  const { order, originUs, durationUs } = moveSpans(reported.spans, shiftUs);
  const placeOf = new Int32Array(order.length);
  for (const [place, old] of order.entries()) placeOf[old] = place;

  const spans = Array.from(order).flatMap((old) => {
    const span = reported.spans[old];
    if (span === undefined) return [];
    const byUs = (shiftUs[old] ?? 0) - originUs;
    return {
      ...span,
      parent: span.parent === null ? null : (placeOf[span.parent] ?? null),
      startUs: span.startUs + byUs,
      events: span.events.map((event) => ({ ...event, atUs: event.atUs + byUs })),
    };
  });
  return {
    trace: {
      ...reported,
      startMs: reported.startMs + originUs / 1000,
      durationMs: durationUs / 1000,
      spans,
    },
    movedUs: Float64Array.from(order, (old) => shiftUs[old] ?? 0),
  };
}
