import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listenForPanels } from '@/lib/server/embed-listener';

const HOST = '127.0.0.1';
const IDLE_MS = 75_000;
let consoleServer: Server;
let panels: Server;
const seen: string[] = [];

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** The status of a request whose path is sent as it is written here. */
function ask(server: Server, path: string, method = 'GET'): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: HOST, port: portOf(server), path, method, agent: false },
      (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}

beforeAll(async () => {
  consoleServer = createServer(({ url }, response) => {
    seen.push(url ?? '');
    response.end();
  });
  consoleServer.keepAliveTimeout = IDLE_MS;
  consoleServer.listen(0, HOST);
  await once(consoleServer, 'listening');
  panels = await listenForPanels(
    { host: HOST, port: portOf(consoleServer) },
    { host: HOST, port: 0 },
  );
});

afterAll(() => {
  panels.close();
  consoleServer.close();
});

it('keeps idle connections as long as the console does', () => {
  expect(panels.keepAliveTimeout).toBe(IDLE_MS);
});

it.each(['/embed/graph?var-namespace=shop', '/embed/api/v1/traces/0af', '/_next/static/a.js'])(
  'hands %s to the console',
  async (path) => {
    expect(await ask(panels, path)).toBe(200);
    expect(seen.at(-1)).toBe(path);
  },
);

it.each([
  '/',
  '/graph',
  '/embed',
  '/embed/',
  '/embedded/graph',
  '/EMBED/graph',
  '//embed/graph',
  '/embed//graph',
  '/embed/../graph',
  '/embed/%2e%2e/graph',
  '/embed/.%2E/api/v1/splits',
  '/embed/..\\graph',
  '/_next/static/../../graph',
  '/_next/image?url=x',
  '/_next/data/x',
  '/api/v1/status',
  '/metrics',
  '/healthz',
  'http://localhost/embed/graph',
])('refuses %s, which the console would have seen', async (path) => {
  const before = seen.length;
  expect(await ask(panels, path)).toBe(404);
  expect(seen).toHaveLength(before);
  // The same request, where nothing stands before the console.
  expect(await ask(consoleServer, path)).toBe(200);
  expect(seen).toHaveLength(before + 1);
});

it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('lets no %s through', async (method) => {
  const before = seen.length;
  expect(await ask(panels, '/embed/graph', method)).toBe(404);
  expect(seen).toHaveLength(before);
});

it('fails when its port is taken', async () => {
  const at = { host: HOST, port: portOf(consoleServer) };
  await expect(listenForPanels(at, at)).rejects.toThrow('EADDRINUSE');
});
