import 'server-only';
import { WireError } from '@/lib/upstream/wire';

const TRACE_DIGITS = 32;
const SPAN_DIGITS = 16;

/** Gives a trace id as 32 lower-case hex digits; stores leave leading zeros out, or write base64. */
export function traceIdOf(value: unknown): string {
  return idOf(value, TRACE_DIGITS);
}

/** Gives a span id as 16 lower-case hex digits. */
export function spanIdOf(value: unknown): string {
  return idOf(value, SPAN_DIGITS);
}

function idOf(value: unknown, digits: number): string {
  if (typeof value === 'string' && value !== '') {
    if (value.length <= digits && /^[0-9a-fA-F]+$/.test(value)) {
      return value.toLowerCase().padStart(digits, '0');
    }
    const bytes = Buffer.from(value, 'base64');
    if (bytes.length === digits / 2 && bytes.toString('base64') === value)
      return bytes.toString('hex');
  }
  throw new WireError('an id is neither hex nor base64');
}
