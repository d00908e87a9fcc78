import { once } from 'node:events';
import { createServer, get, Agent, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { createGracefulStop } from '@/lib/server/graceful-stop';
import { createLifecycle } from '@/lib/server/lifecycle';

const ended: (() => void)[] = [];
afterEach(() => {
  for (const end of ended.splice(0)) end();
});

/** More than the operating system takes for a caller who does not read. */
const LONG = Buffer.alloc(64 * 1024 * 1024, 0x61);

/** A server that answers `/slow` when told to, and everything else at once. */
async function world({ acceptMs = 0, withinMs = 5000 } = {}) {
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
  ended.push(() => {
    graceful.forget();
    agent.destroy();
    server.closeAllConnections();
    server.close();
  });
  const ask = (path: string) =>
    new Promise<{ text: string; connection: string | undefined }>((resolve, reject) => {
      get({ port, host: '127.0.0.1', path, agent }, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => resolve({ text, connection: response.headers.connection }));
        response.on('error', reject);
      }).on('error', reject);
    });
  return { port, lifecycle, graceful, ask, finish: () => finish(), slowArrived };
}

describe('a graceful stop', () => {
  it('finishes what is under way and takes nothing new', async () => {
    const { graceful, lifecycle, ask, finish, slowArrived } = await world();
    const slow = ask('/slow');
    await slowArrived;
    const stopped = graceful.stop();
    expect(lifecycle.isDraining()).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await expect(ask('/')).rejects.toThrow('ECONNREFUSED');
    finish();
    expect((await slow).text).toBe('slow');
    expect(await stopped).toEqual({ cut: false });
  });

  it('still answers for a while, and asks to come on another connection', async () => {
    const { graceful, ask } = await world({ acceptMs: 300 });
    expect((await ask('/')).connection).toBe('keep-alive');
    const stopped = graceful.stop();
    expect(await ask('/')).toEqual({ text: 'ok', connection: 'close' });
    expect(await stopped).toEqual({ cut: false });
  });

  it('breaks off what does not end in time', async () => {
    const { graceful, ask, slowArrived } = await world({ withinMs: 200 });
    const slow = ask('/slow').catch((error: unknown) => error);
    await slowArrived;
    expect(await graceful.stop()).toEqual({ cut: true });
    expect(await slow).toBeInstanceOf(Error);
  });

  it('does not wait for connections that are only kept', async () => {
    const { graceful, ask } = await world();
    await ask('/');
    expect(await graceful.stop()).toEqual({ cut: false });
  });

  it('tells who is being answered already to come on another connection', async () => {
    const { graceful, ask, finish, slowArrived } = await world({ acceptMs: 200 });
    const slow = ask('/slow');
    await slowArrived;
    const stopped = graceful.stop();
    finish();
    expect(await slow).toEqual({ text: 'slow', connection: 'close' });
    expect(await stopped).toEqual({ cut: false });
  });

  it('sends an answer to its last byte, however slowly it is read', async () => {
    const { graceful, port } = await world();
    const socket = connect(port, '127.0.0.1');
    socket.write('GET /long HTTP/1.1\r\nHost: a\r\n\r\n');
    let read = 0;
    const ends = new Promise<number>((resolve) => {
      socket.on('error', () => resolve(read));
      socket.on('close', () => resolve(read));
    });
    await once(socket, 'readable');
    const stopped = graceful.stop();
    await wait(1000);
    socket.on('data', (chunk: Buffer) => (read += chunk.length));
    expect(await ends).toBeGreaterThan(LONG.length);
    expect(await stopped).toEqual({ cut: false });
  });

  it('lets in who connected while the process was held up', async () => {
    const { graceful, ask, port } = await world();
    await ask('/');
    const stopped = graceful.stop();
    const late = askAnew(port);
    process.nextTick(() => {
      const until = performance.now() + 20;
      while (performance.now() < until);
    });
    expect(await late).toBe('200');
    expect(await stopped).toEqual({ cut: false });
  });
});

/** The status of an answer on a connection of its own, or how there was none. */
function askAnew(port: number): Promise<string> {
  return new Promise((resolve) => {
    get({ port, host: '127.0.0.1', path: '/', agent: false }, (response) => {
      response.resume().on('end', () => resolve(String(response.statusCode)));
    }).on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}
