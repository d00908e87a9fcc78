import 'server-only';
import { Agent, request as send, type Dispatcher } from 'undici';
import { createBreaker, type Breaker } from '@/lib/upstream/breaker';
import { ACCEPT_ENCODING, decoded, discard, readCapped } from '@/lib/upstream/body';
import type { Credentials } from '@/lib/upstream/credentials';
import { withDeadline } from '@/lib/upstream/deadline';
import { UpstreamError, type UpstreamName } from '@/lib/upstream/error';
import { failureOf } from '@/lib/upstream/failure';
import { onAbort } from '@/lib/upstream/on-abort';
import type { NoticeDate } from '@/lib/upstream/source-clocks';
import { targetUrl } from '@/lib/upstream/target';

export interface TlsOptions {
  /** PEM of the authorities to trust. Absent: the built-in ones. */
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly servername?: string | undefined;
  readonly rejectUnauthorized?: boolean | undefined;
}

export interface HttpOptions {
  readonly upstream: UpstreamName;
  readonly baseUrl: URL;
  readonly credentials: Credentials;
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
  readonly tls?: TlsOptions | undefined;
  readonly noticeDate?: NoticeDate | undefined;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Segments below the base URL, not encoded. */
  readonly path: readonly string[];
  readonly query?: URLSearchParams | undefined;
  readonly body?: { readonly type: string; readonly text: string } | undefined;
}

/** Any answer that is no redirect. Of an answer that is no success, the text is cut at 64 KiB. */
export interface HttpAnswer {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  readonly text: string;
}

/**
 * The transport of one upstream. It keeps connections, follows no redirects, repeats nothing, and
 * asks nothing for a while of an upstream that does not answer; see `Breaker`.
 */
export interface Http {
  /**
   * Sends a request and reads the whole answer within the budget. A 401 is asked once more if the
   * credentials have changed meanwhile.
   *
   * @throws UpstreamError `unavailable`, `timeout`, `too-large`, `malformed` (encoding), `rejected`
   *   (redirect, or a path that cannot be), `unauthenticated` (no credential to send).
   */
  send(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer>;
  /**
   * Sends a request and hands over the body as it comes; only the headers are under the budget. The
   * signal ends the body too, so it must not outlive the stream.
   */
  open(request: HttpRequest, signal: AbortSignal): Promise<Dispatcher.ResponseData>;
  /** The same connections under another identity. */
  as(credentials: Credentials): Http;
  close(): Promise<void>;
}

/** How much of an answer that is no success is read: enough for its reason. */
const ERROR_BODY_BYTES = 64 * 1024;

const CONNECT_TIMEOUT_MS = 5_000;

/** Creates the transport of one upstream. */
export function createHttp(options: HttpOptions): Http {
  const agent = new Agent({
    connect: { timeout: CONNECT_TIMEOUT_MS, ...definedOnly(options.tls ?? {}) },
    // Our own deadline covers both, the body included.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return httpOver(agent, createBreaker(options.upstream), options);
}

function httpOver(agent: Agent, breaker: Breaker, options: HttpOptions): Http {
  const { upstream, timeoutMs } = options;
  return {
    send: (request, signal) =>
      breaker.run(() =>
        withDeadline(upstream, signal, timeoutMs, (deadline) =>
          exchange(agent, options, request, deadline),
        ),
      ),
    open: (request, signal) => open(agent, options, request, signal),
    as: (credentials) => httpOver(agent, breaker, { ...options, credentials }),
    close: () => agent.destroy(),
  };
}

async function open(
  agent: Agent,
  options: HttpOptions,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  const { upstream, timeoutMs } = options;
  signal.throwIfAborted();
  const controller = new AbortController();
  const stopListening = onAbort(signal, () => {
    controller.abort(signal.reason);
  });
  const timer = setTimeout(() => {
    controller.abort(new UpstreamError(upstream, 'timeout', `no answer in ${timeoutMs} ms`));
  }, timeoutMs);
  try {
    return (await respond(agent, options, request, controller.signal)).response;
  } catch (error) {
    stopListening();
    signal.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function exchange(
  agent: Agent,
  options: HttpOptions,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  const { response, secrets } = await respond(agent, options, request, signal);
  const { upstream, maxBodyBytes } = options;
  const header = headerOf(response);
  const succeeded = response.statusCode >= 200 && response.statusCode < 300;
  try {
    const body = decoded(upstream, response.body, header('content-encoding'));
    const cap = succeeded ? maxBodyBytes : ERROR_BODY_BYTES;
    const { text, cut } = await readCapped(body, cap);
    if (cut && succeeded) {
      throw new UpstreamError(upstream, 'too-large', `the answer is over ${maxBodyBytes} bytes`);
    }
    return {
      status: response.statusCode,
      header,
      text: succeeded ? text : withoutSecrets(text, secrets),
    };
  } catch (error) {
    discard(response.body);
    throw failureOf(upstream, error);
  }
}

/** Sends with the credentials at hand and, after a 401, once more with fresh ones if they differ. */
async function respond(
  agent: Agent,
  options: HttpOptions,
  request: HttpRequest,
  signal: AbortSignal,
) {
  const { credentials } = options;
  const headers = await credentials.headers(false);
  const response = await sendOnce(agent, options, request, headers, signal);
  if (response.statusCode !== 401 || !credentials.renewable) {
    return { response, secrets: secretsIn(headers) };
  }
  const fresh = await credentials.headers(true);
  if (fresh.authorization === headers.authorization) {
    return { response, secrets: secretsIn(headers) };
  }
  discard(response.body);
  const again = await sendOnce(agent, options, request, fresh, signal);
  return { response: again, secrets: secretsIn(fresh) };
}

async function sendOnce(
  agent: Agent,
  { upstream, baseUrl, noticeDate }: HttpOptions,
  request: HttpRequest,
  credentials: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  const url = targetUrl(upstream, baseUrl, request.path, request.query);
  let response: Dispatcher.ResponseData;
  try {
    response = await send(url, {
      method: request.method,
      headers: {
        accept: 'application/json',
        'accept-encoding': ACCEPT_ENCODING,
        ...(request.body === undefined ? {} : { 'content-type': request.body.type }),
        ...credentials,
      },
      body: request.body?.text ?? null,
      dispatcher: agent,
      signal,
    });
  } catch (error) {
    throw failureOf(upstream, error);
  }
  noticeDate?.(upstream, headerOf(response)('date'));
  if (response.statusCode >= 300 && response.statusCode < 400) {
    discard(response.body);
    const detail = `it redirects (HTTP ${response.statusCode}), which is not followed`;
    throw new UpstreamError(upstream, 'rejected', detail, { status: response.statusCode });
  }
  return response;
}

/** Reads one header of an answer; of a repeated one, the first. */
export function headerOf({ headers }: Dispatcher.ResponseData) {
  return (name: string): string | undefined => {
    const value = headers[name];
    return typeof value === 'string' ? value : value?.[0];
  };
}

function secretsIn(headers: Readonly<Record<string, string>>): readonly string[] {
  return Object.values(headers).map((value) => value.replace(/^(Bearer|Basic) /, ''));
}

/** An upstream may repeat in its refusal what we sent it. */
function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((clean, secret) => clean.replaceAll(secret, '[credential]'), text);
}

function definedOnly(options: TlsOptions): Record<string, string | boolean> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
