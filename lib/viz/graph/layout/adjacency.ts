/** The neighbours of every vertex, packed: those of `v` are `list[start[v]..start[v + 1])`. */
export interface Adjacency {
  readonly start: Int32Array;
  /** Neighbouring vertices. */
  readonly list: Int32Array;
  /** The index of the link each neighbour was reached by, parallel to `list`. */
  readonly link: Int32Array;
}

/** Packs the links `from[i] → to[i]` by their `from` end, in the order of the links. */
export function adjacency(
  vertexCount: number,
  from: ArrayLike<number>,
  to: ArrayLike<number>,
): Adjacency {
  const start = new Int32Array(vertexCount + 1);
  for (let i = 0; i < from.length; i++) bump(start, at(from, i) + 1);
  for (let v = 0; v < vertexCount; v++) start[v + 1] = atInt(start, v + 1) + atInt(start, v);
  const next = start.slice();
  const list = new Int32Array(from.length);
  const link = new Int32Array(from.length);
  for (let i = 0; i < from.length; i++) {
    const slot = atInt(next, at(from, i));
    list[slot] = at(to, i);
    link[slot] = i;
    bump(next, at(from, i));
  }
  return { start, list, link };
}

/** Reads a number of a list; 0 beyond its ends. */
export function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? 0;
}

// The same for one kind of list each: in hot loops an access that has seen three kinds is slow.

/** As `at`, for whole numbers in hot loops. */
export function atInt(values: Int32Array, index: number): number {
  return values[index] ?? 0;
}

/** As `at`, for fractions in hot loops. */
export function atFloat(values: Float64Array, index: number): number {
  return values[index] ?? 0;
}

/** As `at`, for plain lists in hot loops. */
export function atList(values: readonly number[], index: number): number {
  return values[index] ?? 0;
}

function bump(values: Int32Array, index: number): void {
  values[index] = atInt(values, index) + 1;
}
