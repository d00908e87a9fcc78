import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockSkew, type ClockedSpan } from '@/lib/domain/clock-skew';

function span(startUs: number, durationUs: number, parts: Partial<ClockedSpan> = {}): ClockedSpan {
  return { parent: null, kind: 'server', service: 0, clock: 0, startUs, durationUs, ...parts };
}

const shiftsOf = (spans: readonly ClockedSpan[]) => [...clockSkew(spans).shiftUs];

describe('clockSkew', () => {
  const caller = span(0, 1000, { kind: 'client' });
  const callee = { parent: 0, clock: 1, service: 1 };

  it.each([
    { start: 100, length: 800, shift: 0, because: 'it is inside of its caller' },
    { start: 0, length: 1000, shift: 0, because: 'it fills its caller' },
    { start: 500, length: 800, shift: -300, because: 'it ends 300 µs too late' },
    { start: -200, length: 800, shift: 200, because: 'it starts 200 µs too early' },
    { start: 5000, length: 100, shift: -4100, because: 'it starts after its caller has ended' },
    { start: 100, length: 5000, shift: 0, because: 'it outlives its caller, which gave up' },
    { start: -100, length: 5000, shift: 100, because: 'even then it cannot start before' },
    { start: -2, length: 1000, shift: 0, because: 'whole microseconds are rounded' },
  ])('moves a call at $start of $length by $shift: $because', ({ start, length, shift }) => {
    expect(shiftsOf([caller, span(start, length, callee)])).toEqual([0, shift]);
  });

  it('says how many clocks are off, and by how much at most', () => {
    const { clocks, mostUs } = clockSkew([caller, span(500, 800, callee)]);
    expect({ clocks, mostUs }).toEqual({ clocks: 1, mostUs: 300 });
  });

  it('moves all spans of a clock together, also those that were inside', () => {
    const spans = [
      caller,
      span(-200, 300, callee),
      span(-150, 100, { ...callee, parent: 1 }),
      span(600, 100, callee),
    ];
    expect(shiftsOf(spans)).toEqual([0, 200, 200, 200]);
  });

  it('moves no further than the least that suits every call between two clocks', () => {
    const spans = [caller, span(-200, 300, callee), span(-500, 300, callee)];
    expect(shiftsOf(spans)).toEqual([0, 500, 500]);
  });

  it('reads calls in both directions', () => {
    const back = span(1200, 50, { parent: 1, clock: 0 });
    // Of the second clock: its call must hold what the first one did for it.
    expect(shiftsOf([span(0, 3000), span(100, 1000, callee), back])).toEqual([0, 150, 0]);
  });

  it('takes what suits most calls, where some were not waited for', () => {
    const spans = [
      caller,
      span(100, 300, callee),
      span(500, 300, callee),
      span(5000, 100, { ...callee, kind: 'internal' }),
    ];
    expect(shiftsOf(spans)).toEqual([0, 0, 0, 0]);
  });

  it('leaves a consumer where it is: its producer does not wait', () => {
    const spans = [
      span(0, 10, { kind: 'producer' }),
      span(900, 10, { ...callee, kind: 'consumer' }),
    ];
    expect(shiftsOf(spans)).toEqual([0, 0]);
  });

  it('holds a third clock against the corrected second', () => {
    const spans = [
      caller,
      span(10_100, 800, callee),
      span(10_200, 100, { parent: 1, clock: 2, service: 2 }),
    ];
    expect(shiftsOf(spans)).toEqual([0, -9900, -9900]);
  });

  it('never moves a span against its parent on the same clock', () => {
    expect(shiftsOf([caller, span(-50, 10, { parent: 0 })])).toEqual([0, 0]);
  });

  it('takes a span that names no clock for one of its parent when both are of one service', () => {
    const spans = [caller, span(-50, 10, { parent: 0, clock: undefined })];
    expect(shiftsOf(spans)).toEqual([0, 0]);
  });

  it('corrects a span of another service that names no clock by itself', () => {
    const unnamed = { parent: 0, clock: undefined, service: 1 };
    const spans = [caller, span(-50, 10, unnamed), span(500, 10, unnamed)];
    expect(shiftsOf(spans)).toEqual([0, 50, 0]);
  });

  it('takes no spans', () => {
    expect(clockSkew([])).toEqual({ shiftUs: new Float64Array(), clocks: 0, mostUs: 0 });
  });

  /** Calls that hold each other, each on the clock of its depth, and those clocks put off. */
  const skewed = fc
    .record({
      offsets: fc.array(fc.integer({ min: -50_000, max: 50_000 }), { minLength: 1, maxLength: 5 }),
      margin: fc.integer({ min: 10, max: 400 }),
    })
    .map(({ offsets, margin }) => {
      const truth = offsets.map((_, at) =>
        span((at + 1) * margin, 10_000 - 2 * (at + 1) * margin, { parent: at, clock: at + 1 }),
      );
      return [
        span(0, 10_000),
        ...truth.map((one, at) => ({ ...one, startUs: one.startUs + (offsets[at] ?? 0) })),
      ];
    });

  it('puts every call of a chain back inside of its caller, and moves nothing that was', () => {
    fc.assert(
      fc.property(skewed, (spans) => {
        const { shiftUs } = clockSkew(spans);
        const moved = spans.map((one, at) => ({
          ...one,
          startUs: one.startUs + (shiftUs[at] ?? 0),
        }));
        for (const { parent, startUs, durationUs } of moved.slice(1)) {
          const above = moved[parent ?? 0];
          expect(startUs).toBeGreaterThanOrEqual((above?.startUs ?? 0) - 2);
          expect(startUs + durationUs).toBeLessThanOrEqual(
            (above?.startUs ?? 0) + (above?.durationUs ?? 0) + 2,
          );
        }
        expect(clockSkew(moved).mostUs).toBeLessThanOrEqual(2);
      }),
    );
  });
});
