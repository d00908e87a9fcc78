import 'server-only';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { IncomingMessage, Server } from 'node:http';

/**
 * Makes every HTTP server of this process stricter than Node is, before anything reads a request:
 *
 * - A request that names its host twice, or whose target is not a path, has no host from then on, so that the
 *   guard and the proxy refuse it. Node takes the first of two hosts, and Next would answer a whole URL with a
 *   redirect to it.
 * - So has one whose path is not percent-encoded UTF-8, to which Next would answer 500.
 * - Nothing is upgraded: Node then answers such a request as if it had not asked. Next would hold the
 *   connection open for ever, whoever asked for it.
 *
 * The framework makes the server, so this listens on what Node tells of itself:
 * https://nodejs.org/docs/latest-v20.x/api/diagnostics_channel.html#built-in-channels
 *
 * @returns Ends it, for tests.
 */
export function makeHttpStrict(): () => void {
  subscribe(CONNECTION, onConnection);
  subscribe(REQUEST, onRequest);
  return () => {
    unsubscribe(CONNECTION, onConnection);
    unsubscribe(REQUEST, onRequest);
  };
}

const CONNECTION = 'net.server.socket';
const REQUEST = 'http.server.request.start';

function onConnection(message: unknown): void {
  const server = memberOf(memberOf(message, 'socket'), 'server');
  if (server instanceof Server) server.removeAllListeners('upgrade');
}

function onRequest(message: unknown): void {
  const request = memberOf(message, 'request');
  if (!(request instanceof IncomingMessage) || isPlain(request)) return;
  request.headers.host = '';
  request.url = '/';
}

/** RFC 9112, 3.2: one host; to a server that is no proxy, a path. */
function isPlain({ rawHeaders, url }: IncomingMessage): boolean {
  const hosts = rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === 'host');
  return hosts.length === 1 && url?.startsWith('/') === true && isDecodable(url);
}

function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url.split('?', 1)[0] ?? '');
    return true;
  } catch {
    return false;
  }
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
