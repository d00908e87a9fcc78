import 'server-only';
import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import { ServerResponse } from 'node:http';

declare global {
  // Next builds routes and instrumentation into separate bundles: a module's variable may exist twice.
  var alidadeOutgoing: AsyncLocalStorage<ServerResponse> | undefined;
}

/**
 * Remembers, in each request's own context, the response that Node sends for it.
 *
 * A route of Next cannot send a body that is compressed already: Next drops its `content-encoding` and
 * compresses it again. It does neither where the response itself has that header.
 *
 * https://nodejs.org/docs/latest-v20.x/api/diagnostics_channel.html#http
 */
export function watchOutgoing(): void {
  if (globalThis.alidadeOutgoing !== undefined) return;
  const outgoing = new AsyncLocalStorage<ServerResponse>();
  globalThis.alidadeOutgoing = outgoing;
  subscribe('http.server.request.start', (message) => {
    const response = responseOf(message);
    if (response !== null) outgoing.enterWith(response);
  });
}

/** Whether a route that is running now may answer with a body that is compressed already. */
export function canSendCompressed(): boolean {
  return outgoingResponse() !== null;
}

/** What Next drops from the answer of a route. */
const DROPPED = ['content-encoding', 'content-length'] as const;

/**
 * Sends an answer's `content-encoding` and `content-length` after all. To be called last, when nothing else can
 * be sent in its place.
 */
export function passOnEncoding({ headers }: Response): void {
  const outgoing = outgoingResponse();
  if (outgoing === null || !headers.has('content-encoding')) return;
  for (const name of DROPPED) {
    const value = headers.get(name);
    if (value !== null) outgoing.setHeader(name, value);
  }
}

function outgoingResponse(): ServerResponse | null {
  return globalThis.alidadeOutgoing?.getStore() ?? null;
}

function responseOf(message: unknown): ServerResponse | null {
  if (typeof message !== 'object' || message === null || !('response' in message)) return null;
  return message.response instanceof ServerResponse ? message.response : null;
}
