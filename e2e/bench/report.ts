/** What a figure should be, and whether it is; without `isMet` nothing was asked. */
export interface Aim {
  readonly text: string;
  readonly isMet?: boolean;
}

/** A line of the report. */
export interface Row {
  readonly what: string;
  readonly ours: string;
  readonly beside: string;
  readonly ratio: string;
  readonly aim: Aim;
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

/** An aim of at most so much. */
export function atMost(limit: number, value: number, text: string): Aim {
  return { text: `≤ ${text}`, isMet: value <= limit };
}

const WORD = { met: 'met', missed: 'MISSED', none: '' } as const;

function wordOf({ isMet }: Aim): string {
  if (isMet === undefined) return WORD.none;
  return isMet ? WORD.met : WORD.missed;
}

/** Prints rows under each other, with a line per row that also reads well in a log. */
export function printRows(title: string, rows: readonly Row[]): void {
  process.stdout.write(`\n${title}\n`);
  for (const { what, ours, beside, ratio: share, aim } of rows) {
    const figures = `${what.padEnd(62)} ${ours.padEnd(36)} ${beside.padEnd(44)} ${share.padEnd(9)}`;
    process.stdout.write(`  ${figures} aim: ${aim.text.padEnd(22)} ${wordOf(aim)}\n`);
  }
}
