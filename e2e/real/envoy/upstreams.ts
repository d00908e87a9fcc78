import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createHttp2Server, type Http2Server } from 'node:http2';
import {
  createServer as createTcpServer,
  type AddressInfo,
  type Server as TcpServer,
} from 'node:net';

/** A server behind a proxy, and how many requests it got. */
export interface Upstream {
  readonly port: number;
  readonly requests: () => number;
  readonly close: () => Promise<void>;
}

/** What `db` answers to each connection, in bytes. */
export const REPLY_BYTES = 3_000;

/**
 * Answers `/<code>[/<delay in ms>]`; of `/flaky/<key>` 503 to the first request for a key, and 200 to the next.
 */
export async function startHttp(): Promise<Upstream> {
  const seen = new Set<string>();
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    const path = request.url ?? '/';
    const [, word = '', delay = '0'] = path.split('/');
    const isFirst = !seen.has(path);
    if (word === 'flaky') seen.add(path);
    const code = word === 'flaky' ? (isFirst ? 503 : 200) : Number(word);
    setTimeout(() => response.writeHead(code).end('ok'), word === 'flaky' ? 0 : Number(delay));
  });
  return listening(server, () => requests);
}

/** Ends each call of `/<service>/<method>` with the status that its header `wanted` names. */
export async function startGrpc(): Promise<Upstream> {
  let requests = 0;
  const server = createHttp2Server();
  server.on('stream', (stream, headers) => {
    requests += 1;
    const status = headers['wanted'] ?? '0';
    stream.on('error', () => undefined);
    stream.respond(
      { ':status': 200, 'content-type': 'application/grpc' },
      { waitForTrailers: true },
    );
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': status }));
    stream.resume();
    stream.end(Buffer.from([0, 0, 0, 0, 0]));
  });
  return listening(server, () => requests);
}

/** Reads a connection to its end, then answers with `REPLY_BYTES`. */
export async function startTcp(): Promise<Upstream> {
  let requests = 0;
  const server = createTcpServer({ allowHalfOpen: true }, (socket) => {
    requests += 1;
    socket.on('error', () => undefined);
    socket.resume();
    socket.on('end', () => socket.end(Buffer.alloc(REPLY_BYTES)));
  });
  return listening(server, () => requests);
}

async function listening(
  server: Server | Http2Server | TcpServer,
  requests: () => number,
): Promise<Upstream> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    requests,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 2_000).unref())]);
    },
  };
}
