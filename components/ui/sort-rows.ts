export interface Sort {
  /** Id of a column. */
  readonly column: string;
  readonly descending: boolean;
}

export type SortValue = number | string | null | undefined;

/**
 * Rows in the order of a value of theirs. What is absent comes last either way, and equal rows keep
 * the order they came in.
 */
export function sortRows<Row>(
  rows: readonly Row[],
  valueOf: (row: Row) => SortValue,
  descending: boolean,
): readonly Row[] {
  const sign = descending ? -1 : 1;
  return rows
    .map((row) => ({ row, value: valueOf(row) }))
    .toSorted((a, b) => {
      if (isAbsent(a.value) || isAbsent(b.value)) {
        return Number(isAbsent(a.value)) - Number(isAbsent(b.value));
      }
      return sign * compare(a.value, b.value);
    })
    .map(({ row }) => row);
}

function isAbsent(value: SortValue): value is null | undefined {
  return value === null || value === undefined || Number.isNaN(value);
}

const collator = new Intl.Collator('en', { numeric: true });

function compare(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return collator.compare(String(a), String(b));
}
