import { describe, expect, it } from 'vitest';
import {
  countedFindings,
  countFindings,
  findingsRank,
  troubleOf,
  type FindingCounts,
} from '@/lib/domain/finding-counts';

const counts = (error: number, warning: number, note: number): FindingCounts => ({
  error,
  warning,
  note,
});

describe('counts of findings', () => {
  it('are by severity, and of nothing are zero', () => {
    const found = (['error', 'note', 'error', 'warning'] as const).map((severity) => ({
      severity,
    }));
    expect(countFindings(found)).toEqual(counts(2, 1, 1));
    expect(countFindings([])).toEqual(counts(0, 0, 0));
  });

  it('are trouble without the notes', () => {
    expect(troubleOf(counts(2, 3, 9))).toBe(5);
    expect(troubleOf(counts(0, 0, 9))).toBe(0);
  });

  it.each([
    [counts(2, 1, 4), '2 errors, 1 warning'],
    [counts(0, 12, 0), '12 warnings'],
    [counts(1, 0, 0), '1 error'],
    [counts(0, 0, 3), ''],
  ])('read as words: %j', (given, words) => {
    expect(countedFindings(given)).toBe(words);
  });

  it('sort worst first, and what is not known not at all', () => {
    const sorted = [counts(0, 0, 0), counts(0, 0, 1), counts(0, 9, 0), counts(1, 0, 0)];
    const ranks = sorted.map((each) => findingsRank(each));
    expect(ranks).toEqual(ranks.toSorted((a, b) => (b ?? 0) - (a ?? 0)));
    expect(findingsRank(null)).toBeUndefined();
  });
});
