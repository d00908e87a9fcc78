import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { criticalPath, criticalTimes, type TimedSpan } from '@/lib/domain/critical-path';
import type { SpanKind } from '@/lib/domain/raw-trace';
import { buildTraceTree } from '@/lib/domain/trace-tree';
import { meshTrace } from '@/lib/testing/trace-fixture';

/** A span from its parent's index, start and end in microseconds. */
function span(
  parent: number | null,
  startUs: number,
  endUs: number,
  kind: SpanKind = 'server',
): TimedSpan {
  return { parent, kind, startUs, durationUs: endUs - startUs };
}

const pathOf = (...spans: TimedSpan[]) =>
  criticalPath(spans).map(({ span: index, startUs, endUs }) => [index, startUs, endUs]);

describe('criticalPath', () => {
  it('is the root alone when it has no children', () => {
    expect(pathOf(span(null, 0, 100))).toEqual([[0, 0, 100]]);
  });

  it('gives time to children that follow each other and the rest to the parent', () => {
    expect(pathOf(span(null, 0, 100), span(0, 10, 40), span(0, 60, 90))).toEqual([
      [0, 0, 10],
      [1, 10, 40],
      [0, 40, 60],
      [2, 60, 90],
      [0, 90, 100],
    ]);
  });

  it('follows the child that finishes last of those that run at once', () => {
    expect(pathOf(span(null, 0, 100), span(0, 0, 60), span(0, 20, 100))).toEqual([
      [0, 0, 20],
      [2, 20, 100],
    ]);
  });

  it('counts a child that ends exactly when the next begins', () => {
    expect(pathOf(span(null, 0, 100), span(0, 0, 50), span(0, 50, 100))).toEqual([
      [1, 0, 50],
      [2, 50, 100],
    ]);
  });

  it('takes the longest of children that end together', () => {
    expect(pathOf(span(null, 0, 100), span(0, 40, 100), span(0, 10, 100))).toEqual([
      [0, 0, 10],
      [2, 10, 100],
    ]);
  });

  it('takes siblings that overlap by clock noise for consecutive', () => {
    expect(pathOf(span(null, 0, 1000), span(0, 0, 505), span(0, 500, 1000))).toEqual([
      [1, 0, 500],
      [2, 500, 1000],
    ]);
  });

  it('cuts a child to its parent', () => {
    expect(pathOf(span(null, 10, 50), span(0, 0, 30), span(0, 40, 90))).toEqual([
      [1, 10, 30],
      [0, 30, 40],
      [2, 40, 50],
    ]);
  });

  it('leaves out a child outside its parent, with everything under it', () => {
    expect(pathOf(span(null, 0, 50), span(0, 60, 90), span(1, 10, 40))).toEqual([[0, 0, 50]]);
  });

  it('does not wait for a consumer under a producer', () => {
    const spans = [span(null, 0, 50, 'producer'), span(0, 10, 40, 'consumer'), span(1, 12, 30)];
    expect(pathOf(...spans)).toEqual([[0, 0, 50]]);
  });

  it('covers several roots without counting a moment twice', () => {
    expect(pathOf(span(null, 0, 100), span(null, 20, 80), span(null, 120, 150))).toEqual([
      [0, 0, 100],
      [2, 120, 150],
    ]);
  });

  it('is empty for no spans, and for spans of no length', () => {
    expect(pathOf()).toEqual([]);
    expect(pathOf(span(null, 5, 5), span(0, 5, 5))).toEqual([]);
  });

  it('ends on spans of no length among siblings that touch', () => {
    expect(pathOf(span(null, 0, 10), span(0, 5, 5), span(0, 0, 5), span(0, 5, 10))).toEqual([
      [2, 0, 5],
      [3, 5, 10],
    ]);
  });

  it('is not limited in depth: a chain of 50,000 spans', () => {
    const chain = Array.from({ length: 50_000 }, (_, index) =>
      span(index === 0 ? null : index - 1, index, 200_000 - index),
    );
    const sections = criticalPath(chain);
    expect(sections).toHaveLength(99_999);
    expect(sections.reduce((sum, { startUs, endUs }) => sum + endUs - startUs, 0)).toBe(200_000);
  });

  it('accounts for the whole of a trace of 50,000 spans', () => {
    const { spans } = buildTraceTree(meshTrace(50_000));
    const timed = spans.map((one) => ({ ...one, kind: one.raw.kind }));
    const sections = criticalPath(timed);
    const total = sections.reduce((sum, { startUs, endUs }) => sum + endUs - startUs, 0);
    expect(total).toBeCloseTo(spans[0]?.durationUs ?? NaN, 3);
  });

  it('never overlaps, adds up to the root, and stays inside each span', () => {
    const child = fc.record({
      parent: fc.nat(),
      startUs: fc.integer({ min: -5, max: 40 }),
      length: fc.nat(30),
    });
    fc.assert(
      fc.property(fc.array(child, { maxLength: 60 }), (children) => {
        const spans = [
          span(null, 0, 30),
          ...children.map(({ parent, startUs, length }, index) =>
            span(parent % (index + 1), startUs, startUs + length),
          ),
        ];
        let cursor = 0;
        for (const section of criticalPath(spans)) {
          const { startUs, durationUs } = spans[section.span] ?? span(null, NaN, NaN);
          expect(section.startUs).toBe(cursor);
          expect(section.endUs).toBeGreaterThan(section.startUs);
          expect(section.startUs).toBeGreaterThanOrEqual(startUs);
          expect(section.endUs).toBeLessThanOrEqual(startUs + durationUs);
          cursor = section.endUs;
        }
        expect(cursor).toBe(30);
      }),
      { numRuns: 800 },
    );
  });
});

describe('criticalTimes', () => {
  it('adds up the sections of each span', () => {
    const spans = [span(null, 0, 100), span(0, 10, 40)];
    expect([...criticalTimes(criticalPath(spans), spans.length)]).toEqual([70, 30]);
  });
});
