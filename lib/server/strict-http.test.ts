import { once } from 'node:events';
import { createServer, get } from 'node:http';
import { expect, it } from 'vitest';
import { makeHttpStrict } from '@/lib/server/strict-http';

/** The host and the target that a server sees of a request for a path. */
async function seenOf(path: string): Promise<string> {
  const server = createServer(({ headers, url }, response) =>
    response.end(`${headers.host === '' ? 'no host' : 'a host'} ${url}`),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const text = await new Promise<string>((resolve) => {
    get({ host: '127.0.0.1', port: address.port, path, agent: false }, (response) => {
      let all = '';
      response.on('data', (chunk: Buffer) => (all += chunk.toString()));
      response.on('end', () => resolve(all));
    });
  });
  server.close();
  return text;
}

it.each(['/api/v1/splits/%ff', '/api/v1/traces/%', '/%E0%A4%A'])(
  'takes the host from a request for %s, whose path cannot be decoded',
  async (path) => {
    const end = makeHttpStrict();
    expect(await seenOf(path)).toBe('no host /');
    end();
    expect(await seenOf(path)).toBe(`a host ${path}`);
  },
);

it('leaves other paths and queries alone', async () => {
  const end = makeHttpStrict();
  expect(await seenOf('/api/%C3%A9?x=%ff')).toBe('a host /api/%C3%A9?x=%ff');
  end();
});
