import { once } from 'node:events';
import {
  createServer,
  request,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { EXPIRED } from '@/lib/testing/scripted-pods';

export type Fault =
  | 'none'
  | 'held'
  | 'slow'
  | 'huge'
  | 'broken'
  | 'cut'
  | 'refusing'
  | 'silent'
  /**
   * Watches of the API server: told that their version is too old, once of each kind or each time, or nothing at
   * all. The rest is answered.
   */
  | 'watch-expired'
  | 'watch-gone'
  | 'watch-stalled';

export interface UpstreamProxy {
  readonly url: string;
  /** What was asked so far: the path with its parameters, those of a form included. */
  readonly asked: () => readonly URL[];
  /** What was held is answered when it is not any more. */
  fault(fault: Fault): void;
  /** Ends every connection, those of watches included. */
  disconnect(): void;
  /** From now on only callers with this token are let through, under the name that the upstream knows. */
  demand(token: string): void;
  close(): Promise<void>;
}

/** A graph is some forty queries, eight at once: so it takes over a second, and a few do not fill the queue. */
const SLOW_MS = 250;
const HUGE_CHUNK = Buffer.alloc(1024 * 1024, 0x20);
const HUGE_CHUNKS = 100;

/** Stands before an upstream, counts what is asked, and fails as it is told to. */
export async function startUpstreamProxy(
  target: string,
  upstreamToken = '',
): Promise<UpstreamProxy> {
  const asked: URL[] = [];
  let fault: Fault = 'none';
  let demanded: string | null = null;
  const held: (() => void)[] = [];
  const expired = new Set<string>();
  const answer = (question: Question, response: ServerResponse): void => {
    const isStranger =
      demanded !== null && question.incoming.headers.authorization !== `Bearer ${demanded}`;
    if (isStranger) refuse(response);
    else if (fault === 'none') pass(target, question, response);
    else if (fault === 'slow') setTimeout(() => pass(target, question, response), SLOW_MS);
    else if (fault === 'held') held.push(() => answer(question, response));
    else if (isAbout(fault, question, expired)) fail(fault, question.incoming, response);
    else pass(target, question, response);
  };
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const [body, onward] = [Buffer.concat(chunks), { ...incoming.headers }];
      asked.push(withForm(incoming.url ?? '/', body.toString()));
      if (upstreamToken !== '') onward.authorization = `Bearer ${upstreamToken}`;
      answer({ incoming, body, onward }, response);
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
      expired.clear();
      for (const release of held.splice(0)) release();
    },
    disconnect: () => server.closeAllConnections(),
    demand: (token) => {
      demanded = token;
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
  /** The headers to pass on. */
  readonly onward: IncomingHttpHeaders;
}

function pass(
  target: string,
  { incoming, body, onward: headers }: Question,
  response: ServerResponse,
): void {
  const { method, url = '/' } = incoming;
  const onward = request(new URL(url, target), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  response.on('close', () => onward.destroy());
  onward.end(body);
}

function refuse(response: ServerResponse): void {
  response.writeHead(401, { 'content-type': 'application/json' }).end('{}');
}

/** Whether the fault meets this question. */
function isAbout(
  fault: Fault,
  { incoming: { url = '' } }: Question,
  expired: Set<string>,
): boolean {
  if (!fault.startsWith('watch')) return true;
  if (!/[?&]watch=true/.test(url)) return false;
  const [path = ''] = url.split('?', 1);
  const isFirst = !expired.has(path);
  expired.add(path);
  return fault !== 'watch-expired' || isFirst;
}

/** A silent one never answers. */
function fail(fault: Fault, incoming: IncomingMessage, response: ServerResponse): void {
  if (fault === 'broken') response.end('{"status":"succ');
  if (fault === 'cut') incoming.socket.destroy();
  if (fault === 'refusing') response.writeHead(503).end('no');
  if (fault === 'huge') sendHuge(response);
  if (fault === 'watch-gone' || fault === 'watch-expired') response.end(`${EXPIRED}\n`);
  if (fault === 'watch-stalled') response.writeHead(200).flushHeaders();
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
