/** Half of the room that a passing edge needs. */
export const HALF_LANE = 3;
/** Its distance from what it passes. */
const CLEARANCE = 8;

interface Interval {
  readonly top: number;
  readonly bottom: number;
}

/** Finds heights at which edges can pass columns without touching what stands there. */
export class Lanes {
  private readonly taken: Interval[][];

  constructor(columnCount: number) {
    this.taken = Array.from({ length: columnCount }, () => []);
  }

  /** Keeps a column free of lanes between two heights. */
  block(column: number, top: number, bottom: number): void {
    this.taken[column]?.push({ top, bottom });
  }

  /**
   * The height nearest to both ends at which all columns between `first` and `last` can be passed,
   * taken from then on. Cost: the square of what stands in these columns.
   */
  pass(first: number, last: number, from: number, to: number): number {
    const between = this.taken.slice(first, last + 1);
    const candidates = [from, to, (from + to) / 2];
    for (const { top, bottom } of between.flat()) {
      candidates.push(top - CLEARANCE, bottom + CLEARANCE);
    }
    const detour = (y: number) => Math.abs(y - from) + Math.abs(y - to);
    candidates.sort((a, b) => detour(a) - detour(b) || a - b);
    const y = candidates.find((candidate) => isFree(between, candidate)) ?? from;
    for (let column = first; column <= last; column++) {
      this.block(column, y - HALF_LANE, y + HALF_LANE);
    }
    return y;
  }
}

function isFree(columns: readonly (readonly Interval[])[], y: number): boolean {
  return columns.every((taken) =>
    taken.every(({ top, bottom }) => y + HALF_LANE <= top || y - HALF_LANE >= bottom),
  );
}
