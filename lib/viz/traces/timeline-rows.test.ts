import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  forestOf,
  sectionsByRow,
  timelineRows,
  type RowChoice,
} from '@/lib/viz/traces/timeline-rows';

/** Spans by their parents' indices, none of them failed but those listed. */
function tree(parents: readonly (number | null)[], failed: readonly number[] = []) {
  return parents.map((parent, index) => ({ parent, error: failed.includes(index) }));
}

/**
 *     0
 *     ├─ 1
 *     │  ├─ 2
 *     │  └─ 3
 *     └─ 4
 *        └─ 5
 */
const family = tree([null, 0, 1, 1, 0, 4], [3, 5]);

const all: RowChoice = { isFolded: () => false, passes: () => true };
const rowsOf = (choice: Partial<RowChoice>) => timelineRows(family, { ...all, ...choice });

describe('forestOf', () => {
  it('counts the spans and the failures under each span', () => {
    const forest = forestOf(family);
    expect([...forest.descendants]).toEqual([5, 2, 0, 0, 1, 0]);
    expect([...forest.errorsBelow]).toEqual([2, 1, 0, 0, 1, 0]);
  });
});

describe('timelineRows', () => {
  it('gives each span a row', () => {
    expect([...rowsOf({}).spans]).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('folds away all that is under a span, and knows which row stands for it', () => {
    const rows = rowsOf({ isFolded: (index) => index === 1 });
    expect([...rows.spans]).toEqual([0, 1, 4, 5]);
    expect([...rows.rowOf]).toEqual([0, 1, 1, 1, 2, 3]);
  });

  it('takes no notice of a fold within a fold', () => {
    const rows = rowsOf({ isFolded: (index) => index === 0 || index === 1 });
    expect([...rows.spans]).toEqual([0]);
    expect([...rows.rowOf]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('keeps what is above a span that passes the filter, as context', () => {
    const rows = rowsOf({ passes: (index) => index === 3 });
    expect([...rows.spans]).toEqual([0, 1, 3]);
    expect([...rows.isContext]).toEqual([1, 1, 0, 0, 0, 0]);
  });

  it('does not call a span that passes itself context', () => {
    const rows = rowsOf({ passes: (index) => index === 1 || index === 3 });
    expect([...rows.isContext]).toEqual([1, 0, 0, 0, 0, 0]);
  });

  it('has no rows when nothing passes', () => {
    const rows = rowsOf({ passes: () => false });
    expect([...rows.spans]).toEqual([]);
    expect([...rows.rowOf]).toEqual([-1, -1, -1, -1, -1, -1]);
  });

  it('shows a row for every span that passes unless something above it is folded', () => {
    const parents = fc
      .array(fc.nat(), { maxLength: 40 })
      .map((picks) => [null, ...picks.map((pick, index) => pick % (index + 1))]);
    const marks = fc.array(fc.boolean(), { minLength: 41, maxLength: 41 });
    fc.assert(
      fc.property(parents, marks, marks, (above, folded, passing) => {
        const spans = tree(above);
        const rows = timelineRows(spans, {
          isFolded: (index) => folded[index] === true,
          passes: (index) => passing[index] === true,
        });
        const shown = new Set(rows.spans);
        spans.forEach((_, index) => {
          let hidden = false;
          for (let up = above[index] ?? null; up !== null; up = above[up] ?? null) {
            if (folded[up] === true) hidden = true;
          }
          if (passing[index] === true) expect(shown.has(index)).toBe(!hidden);
          if (shown.has(index)) expect(rows.spans[rows.rowOf[index] ?? -1]).toBe(index);
        });
      }),
    );
  });
});

describe('sectionsByRow', () => {
  const section = (span: number, startUs: number, endUs: number) => ({ span, startUs, endUs });

  it('lets a folded row show the path of the spans under it in one piece', () => {
    const { rowOf } = rowsOf({ isFolded: (index) => index === 1 });
    const path = [section(1, 0, 2), section(2, 2, 5), section(0, 5, 6), section(3, 6, 9)];
    expect(sectionsByRow(path, rowOf)).toEqual(
      new Map([
        [1, [section(1, 0, 5), section(3, 6, 9)]],
        [0, [section(0, 5, 6)]],
      ]),
    );
  });
});
