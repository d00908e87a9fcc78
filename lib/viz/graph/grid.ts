import type { Rect } from '@/lib/viz/graph/geometry';

const CELL = 240;

/** Finds what lies in a part of the plane without looking at everything. */
export class Grid {
  private readonly cells = new Map<string, number[]>();

  /** Registers `item` wherever `rect` reaches. */
  add(item: number, rect: Rect): void {
    for (const key of cellsOf(rect)) {
      const cell = this.cells.get(key);
      if (cell === undefined) this.cells.set(key, [item]);
      else if (cell.at(-1) !== item) cell.push(item);
    }
  }

  /** What may lie in `rect`: everything that does, and some near it. Ascending, without repeats. */
  near(rect: Rect): number[] {
    const found = new Set<number>();
    const wide = rect.width * rect.height > CELL * CELL * this.cells.size;
    if (wide) return this.all();
    for (const key of cellsOf(rect)) {
      for (const item of this.cells.get(key) ?? []) found.add(item);
    }
    return [...found].sort((a, b) => a - b);
  }

  private all(): number[] {
    const found = new Set<number>();
    for (const cell of this.cells.values()) for (const item of cell) found.add(item);
    return [...found].sort((a, b) => a - b);
  }
}

function* cellsOf({ x, y, width, height }: Rect): Generator<string> {
  for (let column = Math.floor(x / CELL); column <= Math.floor((x + width) / CELL); column++) {
    for (let row = Math.floor(y / CELL); row <= Math.floor((y + height) / CELL); row++) {
      yield `${String(column)},${String(row)}`;
    }
  }
}
