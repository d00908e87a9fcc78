import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moveSpans, type MovableSpan } from '@/lib/domain/shift-spans';

const span = (parent: number | null, startUs: number, durationUs = 10): MovableSpan => ({
  parent,
  startUs,
  durationUs,
});

describe('moveSpans', () => {
  it('leaves everything where it is when nothing is moved', () => {
    const spans = [span(null, 0, 100), span(0, 10), span(1, 12), span(0, 40)];
    expect(moveSpans(spans, new Float64Array(4))).toEqual({
      order: Int32Array.from([0, 1, 2, 3]),
      originUs: 0,
      durationUs: 100,
    });
  });

  it('puts children in order of their new start, each with all that is under it', () => {
    const spans = [span(null, 0, 100), span(0, 10), span(1, 12), span(0, 40)];
    const { order } = moveSpans(spans, Float64Array.from([0, 50, 50, 0]));
    expect([...order]).toEqual([0, 3, 1, 2]);
  });

  it('lets the trace begin with what is now its earliest span, and end with its latest', () => {
    const { originUs, durationUs } = moveSpans(
      [span(null, 0, 20), span(0, 5, 20)],
      Float64Array.from([0, -30]),
    );
    expect({ originUs, durationUs }).toEqual({ originUs: -25, durationUs: 45 });
  });

  it('takes a chain of any depth', () => {
    const spans = Array.from({ length: 50_000 }, (_, at) => span(at === 0 ? null : at - 1, at));
    expect(moveSpans(spans, new Float64Array(50_000)).order.at(-1)).toBe(49_999);
  });

  it('takes no spans', () => {
    expect(moveSpans([], new Float64Array()).durationUs).toBe(0);
  });

  const trees = fc
    .array(
      fc.tuple(fc.nat(), fc.integer({ min: 0, max: 100 }), fc.integer({ min: -90, max: 90 })),
      {
        minLength: 1,
        maxLength: 40,
      },
    )
    .map((given) => ({
      spans: given.map(([above, start], at) => span(at === 0 ? null : above % at, start)),
      shiftUs: Float64Array.from(given, ([, , shift]) => shift),
    }));

  it('keeps every span once, and every parent before its children', () => {
    fc.assert(
      fc.property(trees, ({ spans, shiftUs }) => {
        const order = [...moveSpans(spans, shiftUs).order];
        expect(order.toSorted((a, b) => a - b)).toEqual([...spans.keys()]);
        for (const [at, old] of order.entries()) {
          const parent = spans[old]?.parent ?? null;
          if (parent !== null) expect(order.indexOf(parent)).toBeLessThan(at);
        }
      }),
    );
  });
});
