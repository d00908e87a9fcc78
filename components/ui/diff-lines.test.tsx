import { describe, expect, it } from 'vitest';
import { diffOf } from '@/components/ui/diff-lines';

const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => `line ${from + i}\n`).join('');

describe('diffOf', () => {
  it('marks what goes and what comes, with the line numbers of both', () => {
    expect(diffOf('a: 1\nb: 2\n', 'a: 1\nb: 3\nc: 4\n')).toEqual([
      { kind: 'same', text: 'a: 1', before: 1, after: 1 },
      { kind: 'removed', text: 'b: 2', before: 2 },
      { kind: 'added', text: 'b: 3', after: 2 },
      { kind: 'added', text: 'c: 4', after: 3 },
    ]);
  });

  it('folds what is far from every change, and counts it', () => {
    const found = diffOf(
      `${lines(1, 20)}x\n${lines(21, 40)}`,
      `${lines(1, 20)}y\n${lines(21, 40)}`,
    );
    expect(found.filter(({ kind }) => kind === 'fold')).toEqual([
      { kind: 'fold', count: 16 },
      { kind: 'fold', count: 16 },
    ]);
    expect(found).toHaveLength(2 + 8 + 2);
  });

  it('does not fold a single line, since a fold is a line too', () => {
    const found = diffOf(`${lines(1, 5)}x\n`, `${lines(1, 5)}y\n`);
    expect(found.some(({ kind }) => kind === 'fold')).toBe(false);
  });

  it('folds everything when nothing changed', () => {
    expect(diffOf(lines(1, 9), lines(1, 9))).toEqual([{ kind: 'fold', count: 9 }]);
  });
});
