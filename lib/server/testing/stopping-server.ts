import { once } from 'node:events';
import { createServer, get, Agent, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type * as gracefulStopModule from '@/lib/server/graceful-stop';
import type * as lifecycleModule from '@/lib/server/lifecycle';

/** What ends servers, as the product has it or with a defect. */
export type Stopping = Pick<typeof gracefulStopModule, 'createGracefulStop'> &
  Pick<typeof lifecycleModule, 'createLifecycle'>;

/** More than the operating system takes for a caller who does not read. */
export const LONG = Buffer.alloc(64 * 1024 * 1024, 0x61);

/** A server that answers `/slow` when told to, `/long` with much, and everything else at once; and what ends it. */
export async function stoppingServer(
  { createGracefulStop, createLifecycle }: Stopping,
  { acceptMs = 0, withinMs = 5000 },
) {
  const lifecycle = createLifecycle();
  const graceful = createGracefulStop({ lifecycle, acceptMs, withinMs });
  let finish = (): void => undefined;
  let arrived = (): void => undefined;
  const slowArrived = new Promise<void>((resolve) => (arrived = resolve));
  const server: Server = createServer((request, response) => {
    if (request.url === '/long') return response.end(LONG);
    if (request.url !== '/slow') return response.end('ok');
    finish = () => response.end('slow');
    arrived();
    return undefined;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true });
  return {
    port,
    lifecycle,
    graceful,
    slowArrived,
    finish: () => finish(),
    ask: (path: string) => ask(port, path, agent),
    readSlowly: () => readSlowly(port),
    end: () => {
      graceful.forget();
      agent.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}

function ask(port: number, path: string, agent: Agent) {
  return new Promise<{ text: string; connection: string | undefined }>((resolve, reject) => {
    get({ port, host: '127.0.0.1', path, agent }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ text, connection: response.headers.connection }));
      response.on('error', reject);
    }).on('error', reject);
  });
}

/** Asks for much and reads its beginning; `goOn` reads the rest after a pause, and gives how many bytes came. */
async function readSlowly(port: number) {
  const socket = connect(port, '127.0.0.1');
  socket.write('GET /long HTTP/1.1\r\nHost: a\r\n\r\n');
  let read = 0;
  const ends = new Promise<number>((resolve) => {
    socket.on('error', () => resolve(read));
    socket.on('close', () => resolve(read));
  });
  await once(socket, 'readable');
  return {
    async goOn(afterMs: number): Promise<number> {
      await wait(afterMs);
      socket.on('data', (chunk: Buffer) => (read += chunk.length));
      return ends;
    },
  };
}

/** The status of an answer on a connection of its own, or how there was none. */
export function askAnew(port: number): Promise<string> {
  return new Promise((resolve) => {
    get({ port, host: '127.0.0.1', path: '/', agent: false }, (response) => {
      response.resume().on('end', () => resolve(String(response.statusCode)));
    }).on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}
