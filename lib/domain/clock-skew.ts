import type { TimedSpan } from '@/lib/domain/critical-path';

/** A span as far as its clock goes. `parent` is an index smaller than the span's own. */
export interface ClockedSpan extends TimedSpan {
  /** Spans timed by one clock share a number; absent when it is not known whose clock it was. */
  readonly clock?: number | undefined;
  /** Tells services apart: a span that names no clock has that of a parent of its own service. */
  readonly service: number;
}

/** By how much the clocks of a trace are off, as its calls show. */
export interface ClockSkew {
  /** What to add to the start of each span, in microseconds, by index. */
  readonly shiftUs: Float64Array;
  /** How many clocks are off. */
  readonly clocks: number;
  /** The largest shift, without its sign. */
  readonly mostUs: number;
}

/** Some stores keep whole microseconds: start and duration may each be rounded by one. */
const ROUNDING_US = 2;

/**
 * Finds by how much the clocks of the machines in a trace are off, from calls that lie outside of the
 * span that waited for them, which cannot be.
 *
 *     caller's clock    |------- call -------|
 *     callee's clock                |---- answer ----|        ends after the call has ended
 *     shift                  |---- answer ----|               the least that puts it inside
 *
 * The first clock is taken to be right. Each of the others, in order of appearance, is held against
 * those before it: every call between them allows the shifts that put the callee inside the caller
 * (only its start, when it lasts longer than the caller). Of what all calls allow, the shift nearest to
 * that of the first caller is taken, which is none where nothing is wrong between the two. Where no
 * shift suits all of them, since some calls were not waited for, it is one that suits most. A consumer
 * under a producer is never waited for.
 *
 * One call cannot tell skew from a caller that did not wait: the result is an estimate, to be shown
 * as one. The rule is that of Jaeger's adjuster (`internal/adjuster/clockskew.go`), which corrects
 * each call by itself and assumes that both legs took equally long, made firmer by taking all calls
 * between two clocks together and by never moving more than what was observed asks for.
 */
export function clockSkew(spans: readonly ClockedSpan[]): ClockSkew {
  const { clockOf, count } = numberClocks(spans);
  const links = linksByClock(spans, clockOf, count);
  const shifts = settle(links, clockOf, spans);
  return {
    shiftUs: Float64Array.from(clockOf, (clock) => shifts[clock] ?? 0),
    clocks: shifts.reduce((off, shift) => off + (shift === 0 ? 0 : 1), 0),
    mostUs: shifts.reduce((most, shift) => Math.max(most, Math.abs(shift)), 0),
  };
}

/** Numbers the clocks in order of their first span. A span that names none may have one of its own. */
function numberClocks(spans: readonly ClockedSpan[]) {
  const numbers = new Map<number, number>();
  const clockOf = new Int32Array(spans.length);
  let count = 0;
  for (const [index, span] of spans.entries()) {
    const { clock, parent } = span;
    const known = hasClockOfParent(span, spans) ? at(clockOf, parent) : numbers.get(clock ?? NaN);
    clockOf[index] = known ?? count;
    if (known === undefined) count += 1;
    if (clock !== undefined) numbers.set(clock, at(clockOf, index));
  }
  return { clockOf, count };
}

function hasClockOfParent(span: ClockedSpan, spans: readonly ClockedSpan[]): boolean {
  if (span.clock !== undefined || span.parent === null) return false;
  return spans[span.parent]?.service === span.service;
}

function at(clockOf: Int32Array, index: number | null): number {
  return clockOf[index ?? 0] ?? 0;
}

/** By clock: the spans that are one side of a call between it and another, by the callee's index. */
function linksByClock(
  spans: readonly ClockedSpan[],
  clockOf: Int32Array,
  count: number,
): readonly (readonly number[])[] {
  const links = Array.from({ length: count }, (): number[] => []);
  for (const [index, span] of spans.entries()) {
    const [callee, caller] = [at(clockOf, index), at(clockOf, span.parent ?? index)];
    if (callee === caller || isUnwaited(span, spans)) continue;
    links[callee]?.push(index);
    links[caller]?.push(index);
  }
  return links;
}

function isUnwaited({ kind, parent }: ClockedSpan, spans: readonly ClockedSpan[]): boolean {
  return kind === 'consumer' && spans[parent ?? -1]?.kind === 'producer';
}

/** Gives each clock its shift in microseconds, one after the other. */
function settle(
  links: readonly (readonly number[])[],
  clockOf: Int32Array,
  spans: readonly ClockedSpan[],
): readonly number[] {
  const shifts: number[] = [];
  for (const [clock, calls] of links.entries()) {
    const known = calls.flatMap((callee) => {
      const caller = spans[callee]?.parent ?? 0;
      const isCallee = at(clockOf, callee) === clock;
      // Those of later clocks wait until it is their turn.
      const other = shifts[at(clockOf, isCallee ? caller : callee)];
      if (other === undefined) return [];
      const { low, high } = allowedShift(spans[caller], spans[callee]);
      return { other, ...(isCallee ? { low, high } : { low: -high, high: -low }) };
    });
    const likely = known[0]?.other ?? 0;
    const allowed = known.map(({ other, low, high }) => ({
      low: other + low - likely,
      high: other + high - likely,
    }));
    shifts.push(likely + leastShift(allowed));
  }
  return shifts;
}

/** Shifts in microseconds, both ends included. */
interface Interval {
  readonly low: number;
  readonly high: number;
}

const ANY: Interval = { low: -Infinity, high: Infinity };

/** By how much the callee may be moved, against the caller, to be where it can have been. */
function allowedShift(caller: TimedSpan | undefined, callee: TimedSpan | undefined): Interval {
  if (caller === undefined || callee === undefined) return ANY;
  const low = caller.startUs - callee.startUs;
  const outlives = callee.durationUs > caller.durationUs;
  return { low, high: outlives ? Infinity : low + caller.durationUs - callee.durationUs };
}

/** The shift that most of the intervals allow; of several, the one nearest to none. */
function leastShift(intervals: readonly Interval[]): number {
  const ends = intervals.flatMap(({ low, high }) => [
    { shift: low, opens: true },
    { shift: high, opens: false },
  ]);
  // What begins where another ends is allowed together with it.
  ends.sort((a, b) => a.shift - b.shift || Number(b.opens) - Number(a.opens));
  let [open, most, least] = [0, countAtNone(intervals), 0];
  for (const [index, { shift: low, opens }] of ends.entries()) {
    open += opens ? 1 : -1;
    if (!opens) continue;
    // Up to where the next one ends or begins, all that are open allow it.
    const shift = nearestToNone({ low, high: ends[index + 1]?.shift ?? low });
    if (open < most || (open === most && Math.abs(shift) >= Math.abs(least))) continue;
    [most, least] = [open, shift];
  }
  return least;
}

/** How many intervals allow no shift at all, but for rounding. */
function countAtNone(intervals: readonly Interval[]): number {
  return intervals.filter(({ low, high }) => low <= ROUNDING_US && high >= -ROUNDING_US).length;
}

function nearestToNone({ low, high }: Interval): number {
  return Math.min(Math.max(0, low), high);
}
