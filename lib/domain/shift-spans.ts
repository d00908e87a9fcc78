/** What moving spans depends on. `parent` is an index smaller than the span's own. */
export interface MovableSpan {
  readonly parent: number | null;
  readonly startUs: number;
  readonly durationUs: number;
}

/** Spans in their places after each was moved. */
export interface MovedSpans {
  /** The old index of each span: depth first; children and roots by their new start. */
  readonly order: Int32Array;
  /** What is now the start of the trace, in microseconds from what was; below 0 when it is earlier. */
  readonly originUs: number;
  /** From the earliest start to the latest end, in microseconds. */
  readonly durationUs: number;
}

/**
 * Says where spans are after each was moved by so many microseconds. The waterfall shows children by
 * their start, so their order may be another. No recursion: depth is limited by memory alone.
 */
export function moveSpans(spans: readonly MovableSpan[], shiftUs: Float64Array): MovedSpans {
  const start = spans.map(({ startUs }, index) => startUs + (shiftUs[index] ?? 0));
  const originUs = start.reduce((first, at) => Math.min(first, at), start[0] ?? 0);
  const endUs = start.reduce(
    (last, at, index) => Math.max(last, at + (spans[index]?.durationUs ?? 0)),
    originUs,
  );
  return { order: depthFirst(spans, start), originUs, durationUs: endUs - originUs };
}

const NONE = -1;

/** The children of each span, and the roots, as linked lists in order of start. */
interface LinkedTree {
  readonly firstRoot: number;
  readonly firstChild: Int32Array;
  readonly next: Int32Array;
}

function linkByStart(spans: readonly MovableSpan[], start: readonly number[]): LinkedTree {
  const at = (index: number) => start[index] ?? 0;
  // The last first, so that each list, filled at its head, ends up in order.
  const lastFirst = [...spans.keys()].sort((a, b) => at(b) - at(a) || b - a);
  const firstChild = new Int32Array(spans.length).fill(NONE);
  const next = new Int32Array(spans.length).fill(NONE);
  let firstRoot = NONE;
  for (const index of lastFirst) {
    const parent = spans[index]?.parent ?? null;
    if (parent === null) {
      next[index] = firstRoot;
      firstRoot = index;
    } else {
      next[index] = firstChild[parent] ?? NONE;
      firstChild[parent] = index;
    }
  }
  return { firstRoot, firstChild, next };
}

function depthFirst(spans: readonly MovableSpan[], start: readonly number[]): Int32Array {
  const { firstRoot, firstChild, next } = linkByStart(spans, start);
  const order: number[] = [];
  const pending = firstRoot === NONE ? [] : [firstRoot];
  for (let index = pending.pop(); index !== undefined; index = pending.pop()) {
    order.push(index);
    // What is under it comes before what is beside it.
    for (const after of [next[index], firstChild[index]]) {
      if (after !== undefined && after !== NONE) pending.push(after);
    }
  }
  return Int32Array.from(order);
}
