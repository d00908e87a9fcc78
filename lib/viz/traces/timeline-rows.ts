import type { PathSection } from '@/lib/domain/critical-path';

/** What the rows depend on. Spans are depth first, so a parent's index is smaller. */
export interface RowSpan {
  readonly parent: number | null;
  readonly error: boolean;
}

/** Facts of the tree by index of span, computed once a trace. */
export interface SpanForest {
  /** Number of spans under each. */
  readonly descendants: Int32Array;
  /** How many of those failed. */
  readonly errorsBelow: Int32Array;
}

/** Counts what is under each span. */
export function forestOf(spans: readonly RowSpan[]): SpanForest {
  const descendants = new Int32Array(spans.length);
  const errorsBelow = new Int32Array(spans.length);
  for (let index = spans.length - 1; index >= 0; index -= 1) {
    const span = spans[index];
    if (span === undefined || span.parent === null) continue;
    const { parent, error } = span;
    descendants[parent] = at(descendants, parent) + at(descendants, index) + 1;
    errorsBelow[parent] = at(errorsBelow, parent) + at(errorsBelow, index) + (error ? 1 : 0);
  }
  return { descendants, errorsBelow };
}

function at(values: Int32Array, index: number): number {
  return values[index] ?? 0;
}

export interface TimelineRows {
  /** The span of each row, in order. */
  readonly spans: Int32Array;
  /** By span: the row of it, or of the nearest span above it that has one; -1 when there is none. */
  readonly rowOf: Int32Array;
  /** By span: 1 where a row is there only because of what is under it. */
  readonly isContext: Uint8Array;
}

export interface RowChoice {
  /** Whether the spans under this one are folded away. */
  readonly isFolded: (index: number) => boolean;
  /** Whether the span passes the filter; what is above one that does is shown as context. */
  readonly passes: (index: number) => boolean;
}

/** Chooses the spans that have a row. Costs one pass over the spans. */
export function timelineRows(spans: readonly RowSpan[], choice: RowChoice): TimelineRows {
  const { isShown, isContext } = withAncestors(spans, choice.passes);
  const rowOf = new Int32Array(spans.length).fill(-1);
  const isClosed = new Uint8Array(spans.length);
  const rows: number[] = [];

  for (const [index, { parent }] of spans.entries()) {
    const underClosed = parent !== null && isClosed[parent] === 1;
    if (underClosed || isShown[index] !== 1) {
      rowOf[index] = parent === null ? -1 : at(rowOf, parent);
      isClosed[index] = underClosed ? 1 : 0;
    } else {
      rowOf[index] = rows.length;
      isClosed[index] = choice.isFolded(index) ? 1 : 0;
      rows.push(index);
    }
  }
  return { spans: Int32Array.from(rows), rowOf, isContext };
}

function withAncestors(spans: readonly RowSpan[], passes: (index: number) => boolean) {
  const isShown = new Uint8Array(spans.length);
  const isContext = new Uint8Array(spans.length);
  for (let index = spans.length - 1; index >= 0; index -= 1) {
    if (passes(index)) {
      isShown[index] = 1;
      isContext[index] = 0;
    }
    const parent = spans[index]?.parent ?? null;
    if (isShown[index] !== 1 || parent === null || isShown[parent] === 1) continue;
    isShown[parent] = 1;
    isContext[parent] = 1;
  }
  return { isShown, isContext };
}

/** The critical path by row: a folded row shows the sections of the spans under it as its own. */
export function sectionsByRow(
  sections: readonly PathSection[],
  rowOf: Int32Array,
): ReadonlyMap<number, readonly PathSection[]> {
  const byRow = new Map<number, PathSection[]>();
  for (const section of sections) {
    const row = rowOf[section.span] ?? -1;
    const before = byRow.get(row);
    const last = before?.at(-1);
    if (before === undefined || last === undefined) byRow.set(row, [section]);
    else if (last.endUs < section.startUs) before.push(section);
    else before[before.length - 1] = { ...last, endUs: section.endUs };
  }
  return byRow;
}
