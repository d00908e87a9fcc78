import { diffLines } from 'diff';

/** A line of two texts side by side. `fold` stands for so many equal lines that are left out. */
export type DiffLine =
  | {
      readonly kind: 'same';
      readonly text: string;
      readonly before: number;
      readonly after: number;
    }
  | { readonly kind: 'removed'; readonly text: string; readonly before: number }
  | { readonly kind: 'added'; readonly text: string; readonly after: number }
  | { readonly kind: 'fold'; readonly count: number };

/** Equal lines that are shown around a change. */
const CONTEXT = 4;

/** Fewer lines than this are shown: a fold takes a line itself. */
const WORTH_FOLDING = 2;

/** Compares two texts line by line; long equal stretches are folded. Line numbers start at 1. */
export function diffOf(before: string, after: string): readonly DiffLine[] {
  return foldSame(numbered(before, after));
}

function numbered(before: string, after: string): DiffLine[] {
  let [left, right] = [0, 0];
  return diffLines(before, after).flatMap(({ value, added, removed }) =>
    value
      .replace(/\n$/, '')
      .split('\n')
      .map((text): DiffLine => {
        if (added) return { kind: 'added', text, after: (right += 1) };
        if (removed) return { kind: 'removed', text, before: (left += 1) };
        return { kind: 'same', text, before: (left += 1), after: (right += 1) };
      }),
  );
}

function foldSame(lines: readonly DiffLine[]): readonly DiffLine[] {
  const changed = lines.flatMap(({ kind }, i) => (kind === 'same' ? [] : [i]));
  const near = new Set(
    changed.flatMap((at) => Array.from({ length: 2 * CONTEXT + 1 }, (_, i) => at - CONTEXT + i)),
  );
  const folded: DiffLine[] = [];
  let hidden: DiffLine[] = [];
  const fold = () => {
    if (hidden.length < WORTH_FOLDING) folded.push(...hidden);
    else folded.push({ kind: 'fold', count: hidden.length });
    hidden = [];
  };
  for (const [i, line] of lines.entries()) {
    if (near.has(i)) {
      fold();
      folded.push(line);
    } else hidden.push(line);
  }
  fold();
  return folded;
}
