import type { Milliseconds } from './ast';
import { QueryError } from './query-error';

const UNIT_MS = {
  y: 365 * 86_400_000,
  w: 7 * 86_400_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
} as const;

const DURATION = /^(?:\d+(?:ms|[ywdhms]))+$/;
const DURATION_PART = /(\d+)(ms|[ywdhms])/g;

function isUnit(text: string): text is keyof typeof UNIT_MS {
  return Object.hasOwn(UNIT_MS, text);
}

/** Reads `1h30m`; undefined when the text is no duration. */
export function readDuration(text: string): Milliseconds | undefined {
  if (!DURATION.test(text)) return undefined;
  let total = 0;
  for (const [, amount = '', unit = ''] of text.matchAll(DURATION_PART)) {
    if (isUnit(unit)) total += Number(amount) * UNIT_MS[unit];
  }
  return total;
}

const SPECIAL: ReadonlyMap<string, number> = new Map([
  ['inf', Infinity],
  ['nan', NaN],
]);

/** Reads a number: decimal, hexadecimal, `Inf`, `NaN`, or a duration in seconds. */
export function readNumber(text: string): number {
  const sign = text.startsWith('-') ? -1 : 1;
  const bare = text.replace(/^[-+]\s*/, '');
  const special = SPECIAL.get(bare.toLowerCase());
  if (special !== undefined) return sign * special;
  const duration = readDuration(bare);
  if (duration !== undefined) return (sign * duration) / 1000;
  const value = Number(bare.replaceAll('_', ''));
  if (Number.isNaN(value)) throw new QueryError('bad_data', `error parsing number: ${text}`);
  return sign * value;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['a', '\u0007'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
]);

const ESCAPE = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{3})|(.))/gs;

function unescape(body: string): string {
  return body.replace(
    ESCAPE,
    (_whole, byte?: string, short?: string, long?: string, octal?: string, letter?: string) => {
      const hex = byte ?? short ?? long;
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
      const plain = ESCAPES.get(letter ?? '');
      if (plain === undefined) throw new QueryError('bad_data', 'unknown escape sequence');
      return plain;
    },
  );
}

/**
 * Reads a quoted text as Go does; backquotes take everything literally.
 *
 * @throws QueryError `bad_data` when it does not end, or has an escape that Go does not know.
 */
export function readString(text: string): string {
  const quote = text.charAt(0);
  if (text.length < 2 || !text.endsWith(quote)) {
    throw new QueryError('bad_data', 'unterminated quoted string');
  }
  const body = text.slice(1, -1);
  if (quote === '`') return body;
  const trailing = /\\*$/.exec(body);
  if (((trailing?.[0].length ?? 0) & 1) === 1) {
    throw new QueryError('bad_data', 'unterminated quoted string');
  }
  return unescape(body);
}
