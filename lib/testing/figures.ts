// eslint-disable-next-line no-restricted-properties -- a switch of the tests, not of the product
const isLong = process.env['FIGURES'] === 'long';

/** The size of something in every run, and with `FIGURES=long`. */
export const sized = (short: number, long: number): number => (isLong ? long : short);

/** Prints a figure of docs/reliability.md. */
export function figure(name: string, members: object): void {
  process.stdout.write(`figure ${name} ${JSON.stringify(members)}\n`);
}
