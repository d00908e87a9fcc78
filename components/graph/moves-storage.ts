import { z } from 'zod';
import type { Moves } from '@/lib/viz/graph/layout/reuse';

const storedMoves = z.record(z.string(), z.object({ x: z.number(), y: z.number() }));

/** Reads where nodes were put by hand in this tab; nothing when storage is blocked or spoilt. */
export function readMoves(key: string): Moves {
  try {
    const parsed = storedMoves.safeParse(JSON.parse(sessionStorage.getItem(keyOf(key)) ?? '{}'));
    return new Map(parsed.success ? Object.entries(parsed.data) : []);
  } catch {
    return new Map();
  }
}

/** Keeps them for as long as the tab lives. */
export function writeMoves(key: string, moves: Moves): void {
  try {
    if (moves.size === 0) sessionStorage.removeItem(keyOf(key));
    else sessionStorage.setItem(keyOf(key), JSON.stringify(Object.fromEntries(moves)));
  } catch {
    // Storage may be blocked; the places then last as long as the page.
  }
}

function keyOf(key: string): string {
  return `alidade-graph-moves:${key}`;
}
