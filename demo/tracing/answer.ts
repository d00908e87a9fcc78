import type { JsonObject } from '../kubernetes/json';

/** An answer over HTTP. */
export interface Answer {
  readonly code: number;
  readonly type: string;
  readonly body: string;
}

/** A request that cannot be answered, and with which HTTP code to say so. */
export class RequestError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export const PLAIN_TEXT = 'text/plain; charset=utf-8';

export function jsonAnswer(body: JsonObject, type = 'application/json', code = 200): Answer {
  return { code, type, body: JSON.stringify(body) };
}

/** What Go says of a parameter that is no number. */
export function wholeNumber(text: string, parser: 'Atoi' | 'ParseInt'): number {
  if (/^[+-]?\d+$/.test(text)) return Number(text);
  throw new Error(`strconv.${parser}: parsing ${JSON.stringify(text)}: invalid syntax`);
}

/** A trace id as it stands in a path, padded to 32 digits. */
export function traceIdIn(text: string): string {
  if (/^[0-9a-f]{1,32}$/i.test(text)) return text.toLowerCase().padStart(32, '0');
  throw new Error(`strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
