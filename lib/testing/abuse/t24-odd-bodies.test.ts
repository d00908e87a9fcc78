import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { z } from 'zod';
import type * as guardModule from '@/lib/server/guard/guard';
import type * as strictModule from '@/lib/server/strict-http';
import type * as testRuntimeModule from '@/lib/server/testing/test-runtime';
import { describeAbuse, edit, tryEach, type Load } from '@/lib/testing/abuse/abuse';
import { rawRequest, sendRaw } from '@/lib/testing/raw-http';

type Product = typeof guardModule & typeof strictModule & typeof testRuntimeModule;

const product = async (load: Load): Promise<Product> => ({
  ...(await load<typeof guardModule>('lib/server/guard/guard.ts')),
  ...(await load<typeof strictModule>('lib/server/strict-http.ts')),
  ...(await load<typeof testRuntimeModule>('lib/server/testing/test-runtime.ts')),
});

/** Hands a request to a handler as Next does, its body as it comes. */
function asRequest(incoming: IncomingMessage): Request {
  const { headers, method = 'GET', url } = incoming;
  const given = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
  const body = method === 'GET' ? null : (Readable.toWeb(incoming) as ReadableStream<Uint8Array>);
  const init = { method, headers: given, body, duplex: 'half' };
  return new Request(new URL(url ?? '/', 'http://localhost'), init);
}

interface Served {
  readonly port: number;
  /** What the route was given to write. */
  readonly wrote: unknown[];
}

/** Runs something with a server that behaves as Next's does, with a route behind the guard that writes. */
async function served<Result>(
  { createGuard, testRuntime, NO_QUERY, makeHttpStrict }: Product,
  run: (world: Served) => Promise<Result>,
): Promise<Result> {
  const wrote: unknown[] = [];
  const runtime = testRuntime();
  const { withGuards } = createGuard(() => runtime);
  const intent = z.strictObject({ weight: z.number(), note: z.string().optional() });
  const handler = withGuards({ route: '/', query: NO_QUERY }, async ({ readBody }) => {
    wrote.push(await readBody(intent));
    return 'written';
  });
  const server = createServer((incoming, response) => {
    void handler(asRequest(incoming), { params: Promise.resolve({}) }).then(async (answer) => {
      response.writeHead(answer.status, { connection: 'close' }).end(await answer.text());
    });
  });
  const stop = makeHttpStrict();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  try {
    return await run({ port, wrote });
  } finally {
    stop();
    server.closeAllConnections();
    server.close();
  }
}

const HEADERS = [
  'Host: localhost',
  'Origin: http://localhost',
  'Sec-Fetch-Site: same-origin',
  'Content-Type: application/json',
  'X-Alidade: 1',
];

const patch = (body: string, headers: readonly string[] = []) =>
  rawRequest('PATCH / HTTP/1.1', [...HEADERS, `Content-Length: ${body.length}`, ...headers]) + body;
const chunked = (chunks: string) =>
  rawRequest('PATCH / HTTP/1.1', [...HEADERS, 'Transfer-Encoding: chunked']) + chunks;
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;

const GOOD = '{"weight":1}';
const DEEP = 100_000;

/** Bytes, and how they may be answered; 0 when the connection is closed instead. */
const ATTACKS: readonly (readonly [string, string, readonly number[]])[] = [
  [
    'announces 100 MB',
    rawRequest('PATCH / HTTP/1.1', [...HEADERS, 'Content-Length: 100000000']),
    [413],
  ],
  [
    'announces more than a number holds',
    rawRequest('PATCH / HTTP/1.1', [...HEADERS, 'Content-Length: 1e9']),
    [400],
  ],
  ['sends more than is taken', patch(`{"weight":1,"note":"${'x'.repeat(70_000)}"}`), [413]],
  [
    'sends more than is taken in pieces',
    chunked(
      chunk(`{"weight":1,"note":"`) +
        chunk('x'.repeat(40_000)).repeat(3) +
        chunk('"}') +
        '0\r\n\r\n',
    ),
    [413],
  ],
  [
    'sends 1,000 headers of 100 bytes',
    patch(
      GOOD,
      Array.from({ length: 1000 }, (_, i) => `X-${i}: ${'x'.repeat(90)}`),
    ),
    [431],
  ],
  ['sends a cookie of 64 kB', patch(GOOD, [`Cookie: a=${'x'.repeat(64_000)}`]), [431]],
  ['asks for a path of 64 kB', rawRequest(`GET /${'x'.repeat(64_000)} HTTP/1.1`, HEADERS), [431]],
  ['is not UTF-8', patch('{"weight":1,"note":"\xff\xfe"}'), [400]],
  ['has an overlong slash', patch('{"weight":1,"note":"\xc0\xaf"}'), [400]],
  ['is cut within a letter', patch('{"weight":1,"note":"\xe2\x82"}'), [400]],
  ['is UTF-16', patch('\xff\xfe{\x00"\x00w\x00"\x00'), [400]],
  ['nests 100,000 deep, in 64 kB', patch('['.repeat(65_000)), [400]],
  ['nests, and ends', patch(`{"weight":${'['.repeat(30_000)}${']'.repeat(30_000)}}`), [400]],
  ['nests objects', patch('{"weight":'.repeat(6_000)), [400]],
  ['nests beyond what is taken', chunked(chunk('['.repeat(DEEP)) + '0\r\n\r\n'), [413]],
  ['has data behind', patch(`${GOOD}{}`), [400]],
  ['has a second document behind', patch(`${GOOD}\n${GOOD}`), [400]],
  ['has a member that nobody knows', patch('{"weight":1,"admin":true}'), [400]],
  [
    'has a member twice, under a polluting name',
    patch('{"weight":1,"__proto__":{"weight":2}}'),
    [400],
  ],
  ['is no number', patch('{"weight":1e999}'), [400]],
  ['is no JSON', patch('{weight:1,}'), [400]],
  ['is nothing', patch(''), [400]],
  [
    'has two lengths',
    rawRequest('PATCH / HTTP/1.1', [...HEADERS, 'Content-Length: 12', 'Content-Length: 13']) + GOOD,
    [400],
  ],
  [
    'has a length and pieces',
    rawRequest('PATCH / HTTP/1.1', [
      ...HEADERS,
      'Content-Length: 12',
      'Transfer-Encoding: chunked',
    ]) + GOOD,
    [400],
  ],
  ['has pieces that are none', chunked('zz\r\nx\r\n'), [400, 0]],
  [
    'has a header over two lines',
    rawRequest('PATCH / HTTP/1.1', [...HEADERS, 'X-A: b\r\n c: d']),
    [400],
  ],
  ['has NUL in a header', rawRequest('PATCH / HTTP/1.1', [...HEADERS, 'X-A: \0']), [400]],
  [
    'is compressed',
    patch(GOOD, ['Content-Encoding: gzip']).replace(GOOD, '\x1f\x8b\b\0'.padEnd(GOOD.length, 'x')),
    [400, 415],
  ],
];

const READ = 'lib/server/guard/read-body.ts';

describeAbuse<Product>('T24: a request whose headers or body are out of measure', {
  product,
  works: (loaded) =>
    served(loaded, async ({ port, wrote }) => {
      const { status } = await sendRaw(port, patch(GOOD));
      if (status !== 200 || wrote.length !== 1) throw new Error(`a change ends as ${status}`);
    }),
  attack: (loaded) =>
    served(loaded, ({ port, wrote }) =>
      tryEach(ATTACKS, async ([, bytes, statuses]) => {
        const { status, hangs } = await sendRaw(port, bytes);
        if (wrote.length > 0) return 'was written';
        if (hangs) return 'is held open';
        return statuses.includes(status) ? null : `is answered ${status}`;
      }),
    ),
  atLeast: 25,
  defects: [
    edit(
      'a look at the length that is announced',
      READ,
      "Number(request.headers.get('content-length') ?? 0) > maxBytes",
      'maxBytes < 0',
    ),
    edit('a count of what comes', READ, 'if (size > maxBytes) {', 'if (size < 0) {'),
    edit('a strict reading of UTF-8', READ, '{ fatal: true }', '{ fatal: false }'),
    edit(
      'an end at what is wrong',
      READ,
      "throw new ProblemError(\n      'invalid-request',",
      "return { weight: 1 };\n    throw new ProblemError(\n      'invalid-request',",
    ),
    edit(
      'a schema',
      'lib/server/guard/guard.ts',
      'schema.parse(await readJsonBody(request, options.maxBodyBytes))',
      '(await readJsonBody(request, options.maxBodyBytes)) as T',
    ),
  ],
});
