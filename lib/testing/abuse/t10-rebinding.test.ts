import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type * as guardModule from '@/lib/server/guard/guard';
import type * as strictModule from '@/lib/server/strict-http';
import type * as testRuntimeModule from '@/lib/server/testing/test-runtime';
import { describeAbuse, edit, tryEach, type Load } from '@/lib/testing/abuse/abuse';
import { misdirectedRequests, upgradeRequests } from '@/lib/testing/abuse/misdirected';
import { rawRequest, sendRaw } from '@/lib/testing/raw-http';

const SECRET = 'what only our own page may read';
const GOOD = ['localhost', 'localhost:20002', '127.0.0.1:1', '[::1]', 'LocalHost'];

type Product = typeof guardModule & typeof strictModule & typeof testRuntimeModule;

const product = async (load: Load): Promise<Product> => ({
  ...(await load<typeof guardModule>('lib/server/guard/guard.ts')),
  ...(await load<typeof strictModule>('lib/server/strict-http.ts')),
  ...(await load<typeof testRuntimeModule>('lib/server/testing/test-runtime.ts')),
});

/** Hands a request to a handler as Next does. */
function asRequest({ headers, url, method }: IncomingMessage): Request {
  const given = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return new Request(new URL(url ?? '/', 'http://localhost'), {
    headers: given,
    ...(method === 'OPTIONS' ? { method } : {}),
  });
}

/** Runs something with a server that behaves as Next's does, with a guarded route behind it. */
async function behindTheGuard<Result>(
  { createGuard, testRuntime, NO_QUERY, makeHttpStrict }: Product,
  run: (port: number) => Promise<Result>,
): Promise<Result> {
  const { withGuards } = createGuard(() => testRuntime());
  const handler = withGuards({ route: '/', query: NO_QUERY }, () => Promise.resolve(SECRET));
  const server: Server = createServer((incoming, response) => {
    void handler(asRequest(incoming), { params: Promise.resolve({}) }).then(async (answer) => {
      response.writeHead(answer.status).end(await answer.text());
    });
  });
  server.on('upgrade', () => undefined);
  const stop = makeHttpStrict();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  try {
    return await run(typeof address === 'object' ? (address?.port ?? 0) : 0);
  } finally {
    stop();
    server.close();
    server.closeAllConnections();
  }
}

async function servesOurselves(served: Product): Promise<void> {
  await behindTheGuard(served, async (port) => {
    for (const host of GOOD) {
      const bytes = rawRequest('GET / HTTP/1.1', [`Host: ${host}`, 'Connection: close']);
      const { status } = await sendRaw(port, bytes);
      if (status !== 200) throw new Error(`${host} is not served: ${status}`);
    }
  });
}

const CHECKS = 'lib/server/guard/checks.ts';
const STRICT = 'lib/server/strict-http.ts';

describeAbuse<Product>('T10: a request that is meant for another host', {
  product,
  works: servesOurselves,
  attack: (served) =>
    behindTheGuard(served, (port) =>
      tryEach(misdirectedRequests('/'), async (bytes) => {
        const { status, text, hangs } = await sendRaw(port, bytes);
        const isRefused = !hangs && (status === 421 || status === 400);
        return isRefused && !text.includes(SECRET) ? null : `was answered ${text || 'never'}`;
      }),
    ),
  atLeast: 70,
  defects: [
    edit('the check of hosts', CHECKS, 'readonly Check[] = [checkHost, ', 'readonly Check[] = ['),
    edit(
      'a list that is held to the letter',
      CHECKS,
      'rules.allowedHosts.includes(name)',
      'rules.allowedHosts.some((host) => name.startsWith(host))',
    ),
    edit('a grammar of hosts', CHECKS, '(:[0-9]{1,5})?$/', '/'),
    edit(
      'deafness to what a proxy would say',
      CHECKS,
      "isAllowedHost(request.headers.get('host'), rules)",
      "isAllowedHost(request.headers.get('x-forwarded-host') ?? request.headers.get('host'), rules)",
    ),
    edit('the refusal of two hosts', STRICT, 'hosts.length === 1 && ', ''),
    edit(
      'the refusal of targets that are no path',
      STRICT,
      "url?.startsWith('/') === true",
      'true',
    ),
  ],
});

describeAbuse<Product>('T10: a change of protocol, which no guard would see', {
  product,
  works: servesOurselves,
  attack: (served) =>
    behindTheGuard(served, (port) =>
      tryEach(upgradeRequests('/'), async (bytes) => {
        const { status, hangs } = await sendRaw(port, bytes);
        if (hangs) return 'holds the connection';
        return [0, 200, 400, 421].includes(status) ? null : `was answered ${status}`;
      }),
    ),
  atLeast: 6,
  defects: [
    edit('the refusal of it', STRICT, "server.removeAllListeners('upgrade')", 'server.unref()'),
  ],
});
