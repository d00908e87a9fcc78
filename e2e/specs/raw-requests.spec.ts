import { createServer } from 'node:http';
import { listen } from '../../demo/listen';
import { misdirectedRequests, upgradeRequests } from '../../lib/testing/abuse/misdirected';
import { rawRequest, sendRaw } from '../../lib/testing/raw-http';
import { PORTS } from '../fixtures/addresses';
import { expect, test } from '../fixtures/test';

/** Pages, a file and the API. Probes and scrapes come by the pod's own address, and are let in by it. */
const PATHS = ['/', '/graph', '/api/v1/status', '/api/v1/openapi.json', '/icon.svg'];

/** What no refusal holds. */
const OURS = /<html|"openapi"|alidade_|"version"|<svg|"status":"ok"/;

test.describe('a request that is not meant for this console', () => {
  for (const path of PATHS) {
    test(`is refused for ${path}, whatever bytes it is made of`, async () => {
      const served: string[] = [];
      for (const bytes of misdirectedRequests(path)) {
        const { status, text, hangs } = await sendRaw(PORTS.console, bytes);
        const isRefused = !hangs && (status === 421 || status === 400) && !OURS.test(text);
        if (!isRefused) served.push(`${bytes} was answered ${text}`);
      }
      expect(served).toEqual([]);
    });
  }

  test('is told apart from one that is', async () => {
    for (const path of PATHS) {
      const bytes = rawRequest(`GET ${path} HTTP/1.1`, ['Host: localhost', 'Connection: close']);
      expect(await sendRaw(PORTS.console, bytes)).toMatchObject({ status: 200 });
    }
  });
});

test.describe('a request for a change of protocol', () => {
  test('is answered as if it had not asked, and holds no connection', async () => {
    for (const bytes of upgradeRequests('/api/v1/openapi.json')) {
      const { hangs, status } = await sendRaw(PORTS.console, bytes);
      expect(hangs, bytes).toBe(false);
      expect([0, 200, 307, 400, 404, 421], bytes).toContain(status);
    }
  });

  test('opens no connection to the place in its target', async () => {
    let opened = 0;
    const server = createServer().on('connection', () => (opened += 1));
    const elsewhere = await listen(server, '127.0.0.1', 0);
    const { host, port } = new URL(elsewhere.url);
    for (const bytes of upgradeRequests('/x')) {
      await sendRaw(PORTS.console, bytes.replaceAll('127.0.0.1:1', host));
      await sendRaw(PORTS.console, bytes.replaceAll('Host: localhost', `Host: 127.0.0.1:${port}`));
    }
    await elsewhere.close();
    expect(opened).toBe(0);
  });
});
