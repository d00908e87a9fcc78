import { against } from '@/lib/testing/abuse/against';
import { describeAbuse, edit, tryEach, type Load } from '@/lib/testing/abuse/abuse';
import { FAULTS } from '@/lib/testing/abuse/faults';
import { json, type FakeUpstream, type Script } from '@/lib/testing/fake-upstream';
import type * as httpModule from '@/lib/upstream/http';
import type { Http, HttpOptions } from '@/lib/upstream/http';
import type * as credentialsModule from '@/lib/upstream/credentials';
import type * as gateModule from '@/lib/upstream/gate';
import type * as targetModule from '@/lib/upstream/target';

type Product = Pick<typeof httpModule, 'createHttp'> &
  Pick<typeof credentialsModule, 'NO_CREDENTIALS'> &
  Pick<typeof targetModule, 'readBaseUrl'>;

const GET = { method: 'GET', path: ['api'] } as const;
const never = new AbortController().signal;

/** Many times the deadline of a call that is to end by its deadline. */
const PATIENCE_MS = 2_000;

const load = async (from: Load): Promise<Product> => ({
  ...(await from<typeof httpModule>('lib/upstream/http.ts')),
  ...(await from<typeof credentialsModule>('lib/upstream/credentials.ts')),
  ...(await from<typeof targetModule>('lib/upstream/target.ts')),
});

const clientOf =
  ({ createHttp, NO_CREDENTIALS, readBaseUrl }: Product, options: Partial<HttpOptions> = {}) =>
  ({ url }: FakeUpstream): Http =>
    createHttp({
      upstream: 'prometheus',
      baseUrl: readBaseUrl('prometheus', url),
      credentials: NO_CREDENTIALS,
      timeoutMs: 10_000,
      maxBodyBytes: 10_000,
      ...options,
    });

const works = (product: Product) =>
  against(clientOf(product), async (client, server) => {
    server.answer(json({ a: 'b' }));
    const { text } = await client.send(GET, never);
    if (text !== '{"a":"b"}') throw new Error('an ordinary answer is not read');
  });

/** How a call ended: the kind of its failure, `answered`, or `pending` when it had not ended at all. */
async function endOf(call: Promise<unknown>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<string>((resolve) => {
    timer = setTimeout(() => {
      resolve('pending');
    }, PATIENCE_MS);
  });
  const ended = call.then(
    () => 'answered',
    (error: unknown) =>
      error instanceof Error && 'failure' in error ? String(error.failure) : String(error),
  );
  return Promise.race([ended, patience]).finally(() => {
    clearTimeout(timer);
  });
}

/** A page of zeros that comes as a few thousand bytes, and one that comes as it is. */
const HUGE: readonly (readonly [string, string, Script])[] = [
  ...FAULTS.filter(([, failure]) => failure === 'too-large'),
  ['answers with a label of 100 kB', 'too-large', json({ label: 'x'.repeat(100_000) })],
  [
    'announces more than it may send',
    'too-large',
    (_, response) => response.writeHead(200, { 'content-length': 20_000 }).end('x'.repeat(20_000)),
  ],
  ['nests without end', 'too-large', (_, response) => response.end('['.repeat(1_000_000))],
];

const BODY = 'lib/upstream/body.ts';

describeAbuse<Product>('T11: an answer that is larger than memory', {
  product: load,
  works,
  attack: (product) =>
    against(clientOf(product), (client, server) =>
      tryEach(HUGE, async ([, failure, script]) => {
        server.answer(script);
        const end = await endOf(client.send(GET, never));
        return end === failure ? null : `ended as ${end}`;
      }),
    ),
  atLeast: 6,
  defects: [
    edit('the cap on bytes', BODY, 'if (bytes > maxBytes) {', 'if (bytes < 0) {'),
    edit(
      'a word about the cut',
      'lib/upstream/http.ts',
      'if (cut && succeeded) {',
      'if (cut && !succeeded) {',
    ),
  ],
});

/** Far more than the cap and what fits into the buffers of two sockets. */
const MANY_BYTES = 64_000_000;

describeAbuse<Product>('T11: bytes that come although nobody reads them', {
  product: load,
  works,
  attack: (product) =>
    against(clientOf(product), async (client, server) => {
      let sent = 0;
      server.answer((_, response) => {
        const more = () => {
          if (response.destroyed || sent >= MANY_BYTES) response.end();
          else {
            sent += 64_000;
            response.write(Buffer.alloc(64_000), more);
          }
        };
        more();
      });
      await endOf(client.send(GET, never));
      const isBounded = sent < MANY_BYTES / 2;
      return { tried: 1, through: isBounded ? [] : [`${sent} bytes were taken`] };
    }),
  atLeast: 1,
  defects: [
    edit('the end of what is too large', BODY, 'if (bytes > maxBytes) {', 'if (bytes < 0) {'),
  ],
});

const SLOW = FAULTS.filter(([, failure]) => failure !== 'too-large');

describeAbuse<Product>('T12: a server that is slow, silent or breaks off', {
  product: load,
  works,
  attack: (product) =>
    tryEach(SLOW, ([, failure, script]) =>
      against(
        clientOf(product, { timeoutMs: failure === 'timeout' ? 100 : 10_000 }),
        async (client, server) => {
          server.answer(script);
          const end = await endOf(client.send(GET, never));
          if (end !== failure) return `ended as ${end}`;
          if (server.requests.length !== 1) return `asked ${server.requests.length} times`;
          server.answer(json({}));
          const next = await endOf(client.send(GET, never));
          return next === 'answered' ? null : `the next call ended as ${next}`;
        },
      ),
    ),
  atLeast: 11,
  defects: [
    edit(
      'a deadline',
      'lib/upstream/deadline.ts',
      'controller.abort(timeout);',
      'controller.signal.throwIfAborted();',
    ),
    edit(
      'telling one failure from another',
      'lib/upstream/failure.ts',
      "GARBLED.test(code) ? 'malformed' : 'unavailable'",
      "'malformed'",
    ),
    edit(
      'a look at the encoding',
      BODY,
      'if (decoder === undefined) {',
      'if (decoder === undefined) return body;\n  if (encoding === "") {',
    ),
  ],
});

type Gate = typeof gateModule;
const GATE = 'lib/upstream/gate.ts';
const OPTIONS = { upstream: 'prometheus', places: 2, maxWaiting: 4, maxWaitMs: 60_000 } as const;

/** Calls that end in every way there is. */
const CALLS: readonly (readonly [string, () => Promise<unknown>])[] = [
  ['answers', () => Promise.resolve(1)],
  ['fails', () => Promise.reject(new Error('down'))],
  [
    'throws',
    () => {
      throw new Error('at once');
    },
  ],
];

describeAbuse<Gate>('T12: calls that keep their place when they are over', {
  product: (from) => from<Gate>(GATE),
  async works({ createGate }) {
    await createGate(OPTIONS).run(never, () => Promise.resolve());
  },
  attack: ({ createGate }) =>
    tryEach(CALLS, async ([, call]) => {
      const gate = createGate(OPTIONS);
      for (let i = 0; i < 20; i += 1) {
        if ((await endOf(gate.run(never, call))) === 'pending') return `holds up call ${i}`;
      }
      return null;
    }),
  atLeast: 3,
  defects: [
    edit('the place given back', GATE, '        leave();\n', '        await Promise.resolve();\n'),
  ],
});

describeAbuse<Gate>('T12: more calls than there are places', {
  product: (from) => from<Gate>(GATE),
  async works({ createGate }) {
    await createGate(OPTIONS).run(never, () => Promise.resolve());
  },
  async attack({ createGate }) {
    const gate = createGate(OPTIONS);
    let inFlight = 0;
    let refused = 0;
    for (let i = 0; i < 100; i += 1) {
      void gate
        .run(never, () => {
          inFlight += 1;
          return new Promise(() => undefined);
        })
        .catch(() => (refused += 1));
    }
    await new Promise(setImmediate);
    const through = [
      ...(inFlight > 2 ? [`${inFlight} at once`] : []),
      ...(refused < 94 ? [`${100 - inFlight - refused} are waiting`] : []),
    ];
    return { tried: 100, through };
  },
  atLeast: 100,
  defects: [
    edit('places that are counted', GATE, 'if (free > 0) {', 'if (free > -100) {'),
    edit('a queue that has an end', GATE, 'waiting.size >= maxWaiting', 'waiting.size >= 1e9'),
  ],
});
