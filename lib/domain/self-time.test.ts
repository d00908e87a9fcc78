import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TimedSpan } from '@/lib/domain/critical-path';
import { selfTimes } from '@/lib/domain/self-time';

function span(parent: number | null, startUs: number, endUs: number): TimedSpan {
  return { parent, kind: 'server', startUs, durationUs: endUs - startUs };
}

const selfOf = (...spans: TimedSpan[]) => [...selfTimes(spans)];

describe('selfTimes', () => {
  it.each([
    { spans: [span(null, 0, 100)], self: 100, because: 'there are no children' },
    { spans: [span(null, 0, 100), span(0, 10, 30)], self: 80, because: 'one child takes 20' },
    {
      spans: [span(null, 0, 100), span(0, 10, 50), span(0, 30, 60)],
      self: 50,
      because: 'time under two children counts once',
    },
    {
      spans: [span(null, 0, 100), span(0, 10, 50), span(0, 20, 30)],
      self: 60,
      because: 'a child within another child changes nothing',
    },
    {
      spans: [span(null, 10, 100), span(0, 0, 20), span(0, 90, 200)],
      self: 70,
      because: 'children are cut to the parent',
    },
    {
      spans: [span(null, 0, 100), span(0, 150, 200)],
      self: 100,
      because: 'a child that starts after the end takes nothing',
    },
    { spans: [span(null, 0, 0), span(0, 0, 5)], self: 0, because: 'there is no time to share' },
  ])('is $self: $because', ({ spans, self }) => {
    expect(selfOf(...spans)[0]).toBe(self);
  });

  it('counts only direct children', () => {
    expect(selfOf(span(null, 0, 100), span(0, 20, 80), span(1, 30, 50))).toEqual([40, 40, 20]);
  });

  it('is within the duration of the span, whatever the children', () => {
    const child = fc.record({ startUs: fc.integer({ min: -20, max: 120 }), length: fc.nat(80) });
    fc.assert(
      fc.property(fc.array(child, { maxLength: 30 }), (children) => {
        const byStart = children.toSorted((a, b) => a.startUs - b.startUs);
        const spans = byStart.map(({ startUs, length }) => span(0, startUs, startUs + length));
        const [self] = selfOf(span(null, 0, 100), ...spans);
        const free = Array.from({ length: 100 }, (_, at) =>
          spans.every(({ startUs, durationUs }) => at < startUs || at >= startUs + durationUs),
        );
        expect(self).toBe(free.filter(Boolean).length);
      }),
    );
  });
});
