import { expect, it } from 'vitest';
import { HAND_MADE } from './hand-made';
import { ask } from './kept-store';

interface Case {
  readonly query: string;
  readonly at?: number;
  readonly gives: unknown;
  readonly because: string;
}

/** States a test per query over the hand-made series, at 60 s unless told otherwise. */
export function check(cases: readonly Case[]): void {
  it.each(cases)('$query: $because', ({ query, at = 60, gives }) => {
    expect(ask(HAND_MADE, query, at)).toEqual(gives);
  });
}
