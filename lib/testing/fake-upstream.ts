import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';

export interface RecordedRequest {
  readonly method: string;
  /** The request target exactly as it came. */
  readonly target: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Script = (request: RecordedRequest, response: ServerResponse) => unknown;

/** A server that does what a test tells it to, and remembers what it was asked. */
export interface FakeUpstream {
  readonly url: string;
  readonly requests: RecordedRequest[];
  /** How many connections are open now. */
  connections(): Promise<number>;
  /** What it does from now on. */
  answer(script: Script): void;
  close(): Promise<void>;
}

/** Starts the server on a free port of the loopback, with a certificate over https. */
export async function startFakeUpstream(tls?: {
  readonly key: string;
  readonly cert: string;
}): Promise<FakeUpstream> {
  const requests: RecordedRequest[] = [];
  let script: Script = (_, response) => void response.writeHead(404).end();
  const receiveAll = (incoming: IncomingMessage, response: ServerResponse) => {
    void receive(incoming).then(async (request) => {
      requests.push(request);
      await script(request, response);
    });
  };
  const server = tls === undefined ? createServer(receiveAll) : createTlsServer(tls, receiveAll);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${address.port}`,
    requests,
    connections: () =>
      new Promise((resolve, reject) => {
        server.getConnections((error, count) => {
          if (error === null) resolve(count);
          else reject(error);
        });
      }),
    answer: (next) => {
      script = next;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A script that answers with JSON. */
export function json(body: unknown, status = 200): Script {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
}

async function receive(incoming: IncomingMessage): Promise<RecordedRequest> {
  let body = '';
  incoming.setEncoding('utf8');
  for await (const chunk of incoming) body += String(chunk);
  return {
    method: incoming.method ?? '',
    target: incoming.url ?? '',
    headers: incoming.headers,
    body,
  };
}
