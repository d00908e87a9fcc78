import type { GraphLayout } from '@/lib/viz/graph/layout/problem';

/** Where something stood in the layout before. */
export interface Hint {
  readonly column: number;
  readonly x: number;
  readonly middle: number;
}

/** What the layout before says of nodes and of outer items. */
export interface Hints {
  readonly node: ReadonlyMap<string, Hint>;
  readonly item: ReadonlyMap<string, Hint>;
}

/** Collects the places of a layout. A box that was closed is known by the node of the same id. */
export function hintsOf(previous: GraphLayout | undefined): Hints {
  const node = new Map<string, Hint>();
  const item = new Map<string, Hint>();
  for (const { id, box, column, x, y, height } of previous?.nodes ?? []) {
    const hint = { column, x, middle: y + height / 2 };
    node.set(id, hint);
    if (box === null) item.set(id, hint);
  }
  for (const { id, column, x, y, height } of previous?.boxes ?? []) {
    item.set(id, { column, x, middle: y + height / 2 });
  }
  return { node, item };
}

/** Below this share of known things, a level is laid out anew. */
const ENOUGH = 0.6;

/** The hints of one level; undefined when too little of it is known. */
export function levelHints(known: readonly (Hint | undefined)[]): LevelHints | undefined {
  const count = known.filter((hint) => hint !== undefined).length;
  if (count === 0 || count < ENOUGH * known.length) return undefined;
  return {
    columns: Float64Array.from(known, (hint) => hint?.column ?? NaN),
    middles: Float64Array.from(known, (hint) => hint?.middle ?? NaN),
  };
}

export interface LevelHints {
  /** NaN for what is new. */
  readonly columns: Float64Array;
  readonly middles: Float64Array;
}
