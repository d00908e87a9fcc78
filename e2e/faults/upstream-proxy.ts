import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';

export type Fault = 'none' | 'slow' | 'huge' | 'broken' | 'cut' | 'refusing' | 'silent';

export interface UpstreamProxy {
  readonly url: string;
  /** Requests that came so far. */
  readonly count: () => number;
  fault(fault: Fault): void;
  close(): Promise<void>;
}

const SLOW_MS = 1500;
const HUGE_CHUNK = Buffer.alloc(1024 * 1024, 0x20);
const HUGE_CHUNKS = 100;

/** Stands before an upstream, counts what is asked, and fails as it is told to. */
export async function startUpstreamProxy(target: string): Promise<UpstreamProxy> {
  let count = 0;
  let fault: Fault = 'none';
  const answer = (incoming: IncomingMessage, response: ServerResponse): void => {
    if (fault === 'none') pass(target, incoming, response);
    else if (fault === 'slow') setTimeout(() => pass(target, incoming, response), SLOW_MS);
    else fail(fault, incoming, response);
  };
  const server = createServer((incoming, response) => {
    count += 1;
    answer(incoming, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    count: () => count,
    fault: (next) => {
      fault = next;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function pass(target: string, incoming: IncomingMessage, response: ServerResponse): void {
  const { method, headers, url = '/' } = incoming;
  const onward = request(new URL(url, target), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  response.on('close', () => onward.destroy());
  incoming.pipe(onward);
}

/** A silent one reads the request and never answers. */
function fail(fault: Fault, incoming: IncomingMessage, response: ServerResponse): void {
  incoming.resume();
  if (fault === 'broken') response.end('{"status":"succ');
  if (fault === 'cut') incoming.socket.destroy();
  if (fault === 'refusing') response.writeHead(503).end('no');
  if (fault === 'huge') sendHuge(response);
}

function sendHuge(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  let left = HUGE_CHUNKS;
  const more = () => {
    while (left > 0 && !response.destroyed) {
      left -= 1;
      if (!response.write(HUGE_CHUNK)) {
        response.once('drain', more);
        return;
      }
    }
    response.end();
  };
  more();
}
