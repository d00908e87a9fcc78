import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';

export type Fault = 'none' | 'held' | 'slow' | 'huge' | 'broken' | 'cut' | 'refusing' | 'silent';

export interface UpstreamProxy {
  readonly url: string;
  /** What was asked so far: the path with its parameters, those of a form included. */
  readonly asked: () => readonly URL[];
  /** What was held is answered when it is not any more. */
  fault(fault: Fault): void;
  close(): Promise<void>;
}

/** A graph is some forty queries, eight at once: so it takes over a second, and a few do not fill the queue. */
const SLOW_MS = 250;
const HUGE_CHUNK = Buffer.alloc(1024 * 1024, 0x20);
const HUGE_CHUNKS = 100;

/** Stands before an upstream, counts what is asked, and fails as it is told to. */
export async function startUpstreamProxy(target: string): Promise<UpstreamProxy> {
  const asked: URL[] = [];
  let fault: Fault = 'none';
  const held: (() => void)[] = [];
  const answer = (question: Question, response: ServerResponse): void => {
    if (fault === 'none') pass(target, question, response);
    else if (fault === 'slow') setTimeout(() => pass(target, question, response), SLOW_MS);
    else if (fault === 'held') held.push(() => answer(question, response));
    else fail(fault, question.incoming, response);
  };
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      asked.push(withForm(incoming.url ?? '/', body.toString()));
      answer({ incoming, body }, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked: () => asked,
    fault: (next) => {
      fault = next;
      for (const release of held.splice(0)) release();
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function withForm(path: string, form: string): URL {
  const url = new URL(path, 'http://upstream');
  for (const [name, value] of new URLSearchParams(form)) url.searchParams.append(name, value);
  return url;
}

interface Question {
  readonly incoming: IncomingMessage;
  readonly body: Buffer;
}

function pass(target: string, { incoming, body }: Question, response: ServerResponse): void {
  const { method, headers, url = '/' } = incoming;
  const onward = request(new URL(url, target), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  response.on('close', () => onward.destroy());
  onward.end(body);
}

/** A silent one never answers. */
function fail(fault: Fault, incoming: IncomingMessage, response: ServerResponse): void {
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
