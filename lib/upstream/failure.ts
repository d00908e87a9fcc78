import 'server-only';
import { z } from 'zod';
import {
  UpstreamError,
  type UpstreamErrorDetails,
  type UpstreamFailure,
  type UpstreamName,
} from '@/lib/upstream/error';

/** How much of what an upstream said goes into `detail`. */
const DETAIL_CHARACTERS = 500;

/** Codes of zlib, of brotli and of the HTTP parser for bytes that make no sense. */
const GARBLED = /^(Z_|ERR__ERROR|ERR_BROTLI|HPE_)/;

/**
 * Turns what a socket, a decoder or the transport threw into an UpstreamError. What an abort signal
 * threw is left alone, since only the one who set the signal knows what it means.
 */
export function failureOf(upstream: UpstreamName, error: unknown): unknown {
  if (error instanceof UpstreamError || !(error instanceof Error)) return error;
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return error;
  const code = codeOf(error);
  const failure = GARBLED.test(code) ? 'malformed' : 'unavailable';
  return new UpstreamError(upstream, failure, `${error.message} (${code})`, { cause: error });
}

function codeOf(error: Error): string {
  if (error.name === 'HTTPParserError') return 'HPE_';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause instanceof Error ? codeOf(error.cause) : '';
}

const BY_STATUS: Readonly<Record<number, UpstreamFailure>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  408: 'timeout',
  409: 'conflict',
  410: 'gone',
  422: 'invalid',
  429: 'busy',
  504: 'timeout',
};

/** What an HTTP status that is no success means. */
export function failureOfStatus(status: number): UpstreamFailure {
  return BY_STATUS[status] ?? (status >= 500 ? 'unavailable' : 'rejected');
}

/** Builds the error for an answer that is no success. `said` is what the upstream gave as its reason. */
export function refusal(
  upstream: UpstreamName,
  answer: { readonly status: number; readonly header: (name: string) => string | undefined },
  said: string,
  details: UpstreamErrorDetails & { readonly failure?: UpstreamFailure } = {},
): UpstreamError {
  const failure = details.failure ?? failureOfStatus(answer.status);
  return new UpstreamError(
    upstream,
    failure,
    `HTTP ${answer.status}: ${said.slice(0, DETAIL_CHARACTERS)}`,
    { ...details, status: answer.status, retryAfterMs: retryAfterMs(answer.header('retry-after')) },
  );
}

/** A `Retry-After` in seconds, as milliseconds. Dates are not used by the upstreams we know. */
function retryAfterMs(text: string | undefined): number | undefined {
  return text !== undefined && /^[0-9]{1,6}$/.test(text) ? Number(text) * 1000 : undefined;
}

/**
 * Reads JSON and checks it against a schema.
 *
 * @throws UpstreamError `malformed` when it is not JSON, or not of the schema.
 */
export function parseJson<S extends z.ZodType>(
  upstream: UpstreamName,
  text: string,
  schema: S,
): z.infer<S> {
  return parseValue(upstream, jsonOf(upstream, text), schema);
}

/** Checks what came as JSON against a schema. Throws UpstreamError `malformed` when it is not of it. */
export function parseValue<S extends z.ZodType>(
  upstream: UpstreamName,
  value: unknown,
  schema: S,
): z.infer<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const detail = z.prettifyError(parsed.error).slice(0, DETAIL_CHARACTERS);
  throw new UpstreamError(upstream, 'malformed', detail);
}

function jsonOf(upstream: UpstreamName, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const seen = JSON.stringify(text.slice(0, 80));
    throw new UpstreamError(upstream, 'malformed', `not JSON: ${seen}`, { cause });
  }
}
