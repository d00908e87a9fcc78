import { describe, expect, it } from 'vitest';
import { groupSpans, type MeasuredSpan } from '@/lib/domain/trace-statistics';

function span(group: string, durationUs: number, parts: Partial<MeasuredSpan> = {}): MeasuredSpan {
  return { group, durationUs, selfUs: 0, criticalUs: 0, error: false, ...parts };
}

describe('groupSpans', () => {
  it('adds up the spans of a group', () => {
    const spans = [
      span('reviews', 10, { selfUs: 4, criticalUs: 3 }),
      span('reviews', 30, { selfUs: 6, error: true }),
    ];
    expect(groupSpans(spans)).toEqual([
      {
        name: 'reviews',
        count: 2,
        errors: 1,
        totalUs: 40,
        meanUs: 20,
        maxUs: 30,
        selfUs: 10,
        criticalUs: 3,
      },
    ]);
  });

  it('puts the group that holds up the trace most first', () => {
    const groups = groupSpans([
      span('long', 100),
      span('busy', 10, { selfUs: 5 }),
      span('critical', 10, { criticalUs: 1 }),
      span('also long', 100),
    ]);
    expect(groups.map(({ name }) => name)).toEqual(['critical', 'busy', 'also long', 'long']);
  });

  it('keeps apart names that an object would not', () => {
    const names = groupSpans([span('__proto__', 1), span('constructor', 1)]);
    expect(names).toHaveLength(2);
  });

  it('gives nothing for no spans', () => {
    expect(groupSpans([])).toEqual([]);
  });
});
