/** The clock of a place at a moment, as texts of two digits (four for the year). */
export interface ClockParts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
}

type Options = Intl.DateTimeFormatOptions;

const CLOCK: Options = {
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
};

const NAME: Options = { timeZoneName: 'short' };

const clocks = new Map<string, Intl.DateTimeFormat>();
const names = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter costs a hundred times what using it does. */
function formatterOf(
  kept: Map<string, Intl.DateTimeFormat>,
  timeZone: string,
  options: Options,
): Intl.DateTimeFormat {
  const known = kept.get(timeZone);
  if (known !== undefined) return known;
  const formatter = new Intl.DateTimeFormat('en-GB', { ...options, timeZone });
  kept.set(timeZone, formatter);
  return formatter;
}

/**
 * Reads the clock of a time zone (an IANA name) at a moment in epoch milliseconds.
 *
 * @throws RangeError when the time zone is not known, or the moment is none.
 */
export function clockParts(epochMs: number, timeZone: string): ClockParts {
  const found = formatterOf(clocks, timeZone, CLOCK).formatToParts(epochMs);
  const parts = new Map(found.map(({ type, value }) => [type, value]));
  const text = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return {
    year: text('year').padStart(4, '0'),
    month: text('month'),
    day: text('day'),
    hour: text('hour'),
    minute: text('minute'),
    second: text('second'),
  };
}

/** How far the clock of a zone is ahead of UTC at a moment (epoch milliseconds), in seconds. */
export function zoneOffsetSeconds(epochMs: number, timeZone: string): number {
  const local = readAsUtc(localText(epochMs, timeZone));
  return Math.round((local - Math.floor(epochMs / 1000) * 1000) / 1000);
}

/** What people call a zone at a moment: `UTC`, `CET`, `GMT+9`. */
export function zoneName(epochMs: number, timeZone: string): string {
  const parts = formatterOf(names, timeZone, NAME).formatToParts(epochMs);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}

/** A moment as a `datetime-local` field writes it, by the clock of a zone, to the second. */
export function localText(epochMs: number, timeZone: string): string {
  const { year, month, day, hour, minute, second } = clockParts(epochMs, timeZone);
  return `${year}-${month}-${day}T${hour}:${minute}:${second}`;
}

/**
 * Reads what a `datetime-local` field holds by the clock of a zone, in epoch milliseconds.
 *
 * @returns NaN when it is no date and time. Of an hour that a zone's clock goes through twice, the
 *   first; of one that it leaves out, the hour after it.
 */
export function readLocalText(text: string, timeZone: string): number {
  const asUtc = readAsUtc(text);
  if (Number.isNaN(asUtc)) return NaN;
  const before = asUtc - zoneOffsetSeconds(asUtc - DAY_MS, timeZone) * 1000;
  if (isRead(before, asUtc, timeZone)) return before;
  const after = asUtc - zoneOffsetSeconds(asUtc + DAY_MS, timeZone) * 1000;
  return isRead(after, asUtc, timeZone) ? after : before;
}

/** No zone changes its clock twice within two days. */
const DAY_MS = 86_400_000;

function isRead(epochMs: number, asUtc: number, timeZone: string): boolean {
  return readAsUtc(localText(epochMs, timeZone)) === Math.floor(asUtc / 1000) * 1000;
}

const LOCAL_TEXT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?$/;

function readAsUtc(text: string): number {
  return LOCAL_TEXT.test(text) ? Date.parse(`${text}Z`) : NaN;
}
