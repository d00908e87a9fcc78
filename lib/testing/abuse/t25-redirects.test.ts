import { Agent } from 'undici';
import { describe, expect, it } from 'vitest';
import { describeAbuse, edit, tryEach, type Load } from '@/lib/testing/abuse/abuse';
import { against } from '@/lib/testing/abuse/against';
import { json, startFakeUpstream, type FakeUpstream } from '@/lib/testing/fake-upstream';
import { shippedSources, sourceOf } from '@/lib/testing/own-patterns';
import type * as credentialsModule from '@/lib/upstream/credentials';
import type * as gateModule from '@/lib/upstream/gate';
import type * as httpModule from '@/lib/upstream/http';
import type { Http } from '@/lib/upstream/http';
import type * as cappedFetchModule from '@/lib/upstream/oidc/capped-fetch';
import type * as targetModule from '@/lib/upstream/target';

type Product = Pick<typeof httpModule, 'createHttp'> &
  Pick<typeof credentialsModule, 'bearerToken'> &
  Pick<typeof targetModule, 'readBaseUrl'>;

const never = new AbortController().signal;
const CODES = [300, 301, 302, 303, 305, 307, 308];

/** Where a server that is not itself may send us: `ELSEWHERE` is another server of the test. */
const PLACES = [
  ...['ELSEWHERE/', 'ELSEWHERE/api?token=x', '/other', 'other', '//127.0.0.1:1/', ''],
  ...['http://169.254.169.254/latest/meta-data/', 'http://[::ffff:169.254.169.254]/'],
  ...[
    'http://[::ffff:127.0.0.1]:1/',
    'http://2130706433:1/',
    'http://0x7f.1:1/',
    'http://localhost:1/',
  ],
  ...[
    'file:///etc/passwd',
    'data:application/json,{}',
    'unix:/run/x.sock',
    'http://me:secret@127.0.0.1:1/',
  ],
];

const ATTACKS = CODES.flatMap((code) =>
  PLACES.flatMap((place) =>
    (['GET', 'PATCH', 'watch'] as const).map((how) => ({ code, place, how })),
  ),
);
type Attack = (typeof ATTACKS)[number];

const load = async (from: Load): Promise<Product> => ({
  ...(await from<typeof httpModule>('lib/upstream/http.ts')),
  ...(await from<typeof credentialsModule>('lib/upstream/credentials.ts')),
  ...(await from<typeof targetModule>('lib/upstream/target.ts')),
});

const clientOf =
  ({ createHttp, bearerToken, readBaseUrl }: Product) =>
  ({ url }: FakeUpstream): Http =>
    createHttp({
      upstream: 'kubernetes',
      baseUrl: readBaseUrl('kubernetes', url),
      credentials: bearerToken('kubernetes', 'the-token-of-a-person'),
      timeoutMs: 10_000,
      maxBodyBytes: 10_000,
    });

async function call(client: Http, how: Attack['how']): Promise<unknown> {
  const path = ['api'];
  if (how === 'watch') return client.open({ method: 'GET', path }, never);
  const body = how === 'GET' ? undefined : { type: 'application/json', text: '{}' };
  return client.send({ method: how, path, body }, never);
}

/** How a call ended: the kind of its failure, or `answered`. */
async function endOf(started: Promise<unknown>): Promise<string> {
  return started.then(
    () => 'answered',
    (error: unknown) =>
      error instanceof Error && 'failure' in error ? String(error.failure) : String(error),
  );
}

/** What is wrong with what came of a server that sends us elsewhere. */
async function wrongEnd(
  server: FakeUpstream,
  elsewhere: FakeUpstream,
  { code, place }: Omit<Attack, 'how'>,
  started: () => Promise<unknown>,
): Promise<string | null> {
  server.answer((request, response) => {
    if (request.target !== '/api') return void json({})(request, response);
    response.writeHead(code, { location: place.replace('ELSEWHERE', elsewhere.url) }).end('{}');
  });
  const end = await endOf(started());
  const [asked] = elsewhere.requests.splice(0);
  const own = server.requests.splice(0);
  if (asked !== undefined) return `went there, with ${asked.headers.authorization ?? 'nothing'}`;
  if (own.length !== 1) return `asked ${own.length} times`;
  return end === 'rejected' ? null : `ended as ${end}`;
}

/** The same with another server, which would be glad to answer. */
async function besides<Result>(run: (elsewhere: FakeUpstream) => Promise<Result>): Promise<Result> {
  const elsewhere = await startFakeUpstream();
  elsewhere.answer(json({}));
  return run(elsewhere).finally(() => elsewhere.close());
}

const HTTP = 'lib/upstream/http.ts';
const FOLLOW =
  "const to = headerOf(response)('location') ?? '';\n    if (/^http:\\/\\/127/.test(to)) return send(to, { dispatcher: ";

describeAbuse<Product>('T25: an answer that sends us elsewhere', {
  product: load,
  works: (product) =>
    against(clientOf(product), async (client, server) => {
      server.answer(json({}));
      if ((await endOf(call(client, 'GET'))) !== 'answered') throw new Error('no answer is read');
    }),
  attack: (product) =>
    besides((elsewhere) =>
      against(clientOf(product), (client, server) =>
        tryEach(ATTACKS, (attack) =>
          wrongEnd(server, elsewhere, attack, () => call(client, attack.how)),
        ),
      ),
    ),
  atLeast: 300,
  figure: 'F8',
  defects: [
    edit(
      'the refusal of redirects',
      HTTP,
      'response.statusCode >= 300 &&',
      'response.statusCode >= 400 &&',
    ),
    edit(
      'staying where it is',
      HTTP,
      'const detail = `it redirects (HTTP ${response.statusCode}), which is not followed`;',
      `${FOLLOW}agent, headers: credentials });\n    const detail = 'to another scheme';`,
    ),
  ],
});

type Issuer = Pick<typeof cappedFetchModule, 'cappedFetch'> & Pick<typeof gateModule, 'createGate'>;
const FETCH = 'lib/upstream/oidc/capped-fetch.ts';

describeAbuse<Issuer>('T25: an issuer that sends us elsewhere', {
  product: async (from) => ({
    ...(await from<typeof cappedFetchModule>(FETCH)),
    ...(await from<typeof gateModule>('lib/upstream/gate.ts')),
  }),
  works: (product) =>
    against(issuerOf(product), async ({ ask }, server) => {
      server.answer(json({}));
      if ((await endOf(ask('GET'))) !== 'answered') throw new Error('no answer is read');
    }),
  attack: (product) =>
    besides((elsewhere) =>
      against(issuerOf(product), ({ ask }, server) =>
        tryEach(
          ATTACKS.filter(({ how }) => how === 'GET'),
          (attack) => wrongEnd(server, elsewhere, attack, () => ask('POST')),
        ),
      ),
    ),
  atLeast: 100,
  figure: 'F8',
  defects: [
    edit('the refusal of redirects', FETCH, 'status >= 300 &&', 'status >= 400 &&'),
    edit(
      'staying where it is',
      FETCH,
      'const detail = `it redirects (HTTP ${status}), which is not followed`;',
      `${FOLLOW}dispatcher, headers });\n    const detail = 'to another scheme';`,
    ),
  ],
});

function issuerOf({ cappedFetch, createGate }: Issuer) {
  return ({ url }: FakeUpstream) => {
    const agent = new Agent();
    const gate = createGate({ upstream: 'issuer', places: 2, maxWaiting: 2, maxWaitMs: 1000 });
    const fetch = cappedFetch({ agent, gate, timeoutMs: 10_000, maxBodyBytes: 10_000 });
    return {
      ask: (method: 'GET' | 'POST') =>
        fetch(`${url}/api`, {
          method,
          headers: { authorization: 'Basic Y2xpZW50OnNlY3JldA==' },
          body: method === 'GET' ? undefined : new URLSearchParams({ code: 'x' }),
          redirect: 'manual',
        }),
      close: () => agent.close(),
    };
  };
}

describe('T25: a call of the global fetch, which follows redirects', () => {
  const callers = (of: (file: string) => string) =>
    shippedSources().filter((file) => /(?<![.\w])fetch\(/.test(of(file)));

  it('is made by the code of the browser alone', () => {
    expect(callers(sourceOf)).toEqual(['lib/client/api.ts']);
  });

  it('is seen in the server', () => {
    const file = 'lib/server/runtime.ts';
    const planted = (each: string) =>
      each === file ? `${sourceOf(each)}\nawait fetch(url);` : sourceOf(each);
    expect(callers(planted)).toContain(file);
  });
});
