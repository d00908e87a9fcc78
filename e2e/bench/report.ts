/** A line of the report. */
export interface Row {
  readonly what: string;
  readonly ours: string;
  readonly beside: string;
  readonly ratio: string;
}

/** The middle of some numbers; NaN of none. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which a share `q` of the numbers lies; NaN of none. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? NaN;
}

export const milliseconds = (value: number): string =>
  value < 100 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`;

export const ratio = (value: number): string => `${value.toPrecision(3)} ×`;

/** Prints rows under each other, with a line per row that also reads well in a log. */
export function printRows(title: string, rows: readonly Row[]): void {
  process.stdout.write(`\n${title}\n`);
  for (const { what, ours, beside, ratio: share } of rows) {
    process.stdout.write(`  ${what.padEnd(58)} ${ours.padEnd(30)} ${beside.padEnd(34)} ${share}\n`);
  }
}
