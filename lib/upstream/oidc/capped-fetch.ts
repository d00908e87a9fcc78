import 'server-only';
import type { CustomFetchOptions } from 'openid-client';
import { request as send, type Agent, type Dispatcher } from 'undici';
import { ACCEPT_ENCODING, decoded, discard, readCapped } from '@/lib/upstream/body';
import { withDeadline } from '@/lib/upstream/deadline';
import { UpstreamError } from '@/lib/upstream/error';
import { failureOf } from '@/lib/upstream/failure';
import type { Gate } from '@/lib/upstream/gate';
import { headerOf } from '@/lib/upstream/http';

export interface CappedFetchOptions {
  readonly agent: Agent;
  readonly gate: Gate;
  /** Budget of one exchange, body included. */
  readonly timeoutMs: number;
  /** After decompression. */
  readonly maxBodyBytes: number;
}

/** What the library asks with, instead of the global `fetch`. */
export type CappedFetch = (url: string, options: CustomFetchOptions) => Promise<Response>;

/** The headers of an answer that the library looks at. */
const PASSED_ON = ['content-type', 'www-authenticate'];

/**
 * Carries the library's requests under the rules of all our upstreams: a deadline over the whole answer, a cap
 * after decompression, no redirects, nothing repeated. The issuer's metadata names its endpoints, which may be on
 * other hosts; the library sees to it that all of them are https.
 *
 * Throws UpstreamError `unavailable`, `timeout`, `too-large`, `malformed`, `busy`, or `rejected` for a redirect.
 */
export function cappedFetch(options: CappedFetchOptions): CappedFetch {
  const { gate, timeoutMs } = options;
  return async (address, request) => {
    const url = new URL(address);
    const caller = request.signal ?? new AbortController().signal;
    return gate.run(caller, () =>
      withDeadline('issuer', caller, timeoutMs, (signal) =>
        exchange(url, request, options, signal),
      ),
    );
  };
}

async function exchange(
  url: URL,
  request: CustomFetchOptions,
  { agent, maxBodyBytes }: CappedFetchOptions,
  signal: AbortSignal,
): Promise<Response> {
  const response = await sendOnce(url, request, agent, signal);
  const header = headerOf(response);
  try {
    const body = decoded('issuer', response.body, header('content-encoding'));
    const { text, cut } = await readCapped(body, maxBodyBytes);
    if (cut) {
      throw new UpstreamError('issuer', 'too-large', `the answer is over ${maxBodyBytes} bytes`);
    }
    const headers = new Headers();
    for (const name of PASSED_ON) {
      const value = header(name);
      if (value !== undefined) headers.set(name, value);
    }
    return new Response(text === '' ? null : text, { status: response.statusCode, headers });
  } catch (error) {
    discard(response.body);
    throw failureOf('issuer', error);
  }
}

async function sendOnce(
  url: URL,
  { method, headers, body }: CustomFetchOptions,
  dispatcher: Agent,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  let response: Dispatcher.ResponseData;
  try {
    response = await send(url, {
      method: method === 'POST' ? 'POST' : 'GET',
      headers: { ...headers, 'accept-encoding': ACCEPT_ENCODING },
      body: textOf(body),
      dispatcher,
      signal,
    });
  } catch (error) {
    throw failureOf('issuer', error);
  }
  const { statusCode: status } = response;
  if (status >= 300 && status < 400) {
    discard(response.body);
    const detail = `it redirects (HTTP ${status}), which is not followed`;
    throw new UpstreamError('issuer', 'rejected', detail, { status });
  }
  if (status >= 500) {
    discard(response.body);
    throw new UpstreamError('issuer', 'unavailable', `HTTP ${status}`, { status });
  }
  return response;
}

/** What the library sends is a form, or nothing. */
function textOf(body: CustomFetchOptions['body']): string | null {
  if (body === undefined || body === null) return null;
  if (typeof body === 'string' || body instanceof URLSearchParams) return body.toString();
  throw new TypeError('the body of a request to the issuer is a form');
}
