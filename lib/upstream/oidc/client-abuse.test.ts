import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll } from 'vitest';
import { describeAbuse, edit, tryEach } from '@/lib/testing/abuse/abuse';
import {
  CLIENT_ID,
  CLIENT_SECRET,
  startFakeIssuer,
  type FakeIssuer,
} from '@/lib/testing/fake-issuer';
import { UpstreamError } from '@/lib/upstream/error';
import type * as clientModule from '@/lib/upstream/oidc/client';
import type { OidcClient } from '@/lib/upstream/oidc/client';

const CLIENT = 'lib/upstream/oidc/client.ts';
const FETCH = 'lib/upstream/oidc/capped-fetch.ts';
const BOMB = gzipSync(Buffer.alloc(4 * 1024 * 1024, 32));
const REDIRECT = 'http://localhost:20002/api/v1/session/callback';

let issuer: FakeIssuer;
const opened: OidcClient[] = [];

beforeAll(async () => {
  issuer = await startFakeIssuer();
});
afterAll(async () => {
  await Promise.all(opened.map((client) => client.close()));
  await issuer.close();
});

/** Makes clients of one copy of the product. */
type MakeClient = () => OidcClient;

async function product(load: <Module>(path: string) => Promise<Module>): Promise<MakeClient> {
  const { createOidcClient } = await load<typeof clientModule>(CLIENT);
  return () => {
    const client = createOidcClient({
      ...{ issuer: issuer.url, clientId: CLIENT_ID, clientSecret: () => CLIENT_SECRET },
      ...{ scopes: ['openid'], caFile: issuer.caFile, timeoutMs: 5_000 },
    });
    opened.push(client);
    return client;
  };
}

async function works(make: MakeClient): Promise<void> {
  issuer.forgery = {};
  issuer.instead.clear();
  const client = make();
  const { url, attempt } = await client.begin(REDIRECT);
  const { claims } = await client.finish(issuer.authorize(url), attempt);
  if (claims.sub !== 'ada') throw new Error('nobody can sign in');
}

/** What a client takes for a sign-in, in words; null when it takes none. */
async function taken(work: Promise<{ readonly claims: { readonly sub: string } }>) {
  try {
    return `signed ${(await work).claims.sub} in`;
  } catch {
    return null;
  }
}

describeAbuse('T9: an ID token that the issuer did not sign', {
  product,
  works,
  attack: (make) =>
    tryEach(['none', 'secret', 'stranger'] as const, async (signed) => {
      issuer.forgery = { signed };
      const client = make();
      const { url, attempt } = await client.begin(REDIRECT);
      const first = await taken(client.finish(issuer.authorize(url), attempt));
      issuer.forgery = {};
      const again = await client.begin(REDIRECT);
      const { refreshToken } = await client.finish(issuer.authorize(again.url), again.attempt);
      issuer.forgery = { signed };
      return first ?? taken(client.renew(refreshToken ?? '', 'ada'));
    }),
  atLeast: 3,
  defects: [
    edit('verifying signatures', CLIENT, 'execute: [enableNonRepudiationChecks]', 'execute: []'),
  ],
});

/** The nonce, neither sent nor expected. */
const NO_NONCE = [
  { file: CLIENT, find: 'expectedNonce: nonce,', replace: '' },
  { file: CLIENT, find: '    nonce,\n    code_challenge:', replace: '    code_challenge:' },
];

describeAbuse('T6: an answer of the issuer that belongs to another attempt', {
  product,
  works,
  attack: (make) =>
    tryEach(['state', 'no state', 'nonce'] as const, async (way) => {
      issuer.forgery = way === 'nonce' ? { claims: withoutNonce } : {};
      const client = make();
      const [mine, theirs] = [await client.begin(REDIRECT), await client.begin(REDIRECT)];
      const query = issuer.authorize(mine.url);
      if (way === 'state') query.set('state', theirs.attempt.state);
      if (way === 'no state') query.delete('state');
      return taken(client.finish(query, mine.attempt));
    }),
  atLeast: 3,
  defects: [
    edit(
      'comparing state',
      CLIENT,
      'authorizationCodeGrant(known, came, checksOf(attempt))',
      `authorizationCodeGrant(known, came, {
        ...checksOf(attempt),
        expectedState: query.get('state') ?? undefined,
      })`,
    ),
    { without: 'a nonce', edits: NO_NONCE },
  ],
});

describeAbuse('T6: a code that was given to another browser', {
  product,
  works,
  attack: (make) =>
    tryEach(['stolen'], async () => {
      issuer.forgery = {};
      const client = make();
      const [mine, theirs] = [await client.begin(REDIRECT), await client.begin(REDIRECT)];
      const query = issuer.authorize(theirs.url);
      query.set('state', mine.attempt.state);
      return taken(client.finish(query, mine.attempt));
    }),
  atLeast: 1,
  defects: [
    {
      // Each of the two keeps it out alone.
      without: 'PKCE and a nonce',
      edits: [
        ...NO_NONCE,
        {
          file: CLIENT,
          find: 'const verifier = randomPKCECodeVerifier();',
          replace: "const verifier = 'x'.repeat(43);",
        },
      ],
    },
  ],
});

function withoutNonce<Claims extends object>(claims: Claims): Claims {
  const rest: Claims & { nonce?: unknown } = { ...claims };
  delete rest.nonce;
  return rest;
}

describeAbuse('T9: a renewed token about somebody else', {
  product,
  works,
  attack: (make) =>
    tryEach(['eve'], async (sub) => {
      const client = make();
      const { url, attempt } = await client.begin(REDIRECT);
      const { refreshToken } = await client.finish(issuer.authorize(url), attempt);
      issuer.person = { sub };
      const words = await taken(client.renew(refreshToken ?? '', 'ada'));
      issuer.person = { sub: 'ada' };
      return words;
    }),
  atLeast: 1,
  defects: [
    edit(
      'comparing whom it is about',
      CLIENT,
      'if (tokens.claims.sub === subject)',
      'if (subject)',
    ),
  ],
});

describeAbuse('T11: an issuer whose answer unpacks to more than we hold', {
  product,
  works,
  attack: (make) =>
    tryEach(['/.well-known/openid-configuration', '/token', '/keys'], async (path) => {
      issuer.instead.set(path, (_, response) =>
        response
          .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
          .end(BOMB),
      );
      const client = make();
      const failure = await client
        .begin(REDIRECT)
        .then(({ url, attempt }) => client.finish(issuer.authorize(url), attempt))
        .then(() => 'none', failureOf);
      issuer.instead.clear();
      return failure === 'too-large' ? null : `held it all (${failure})`;
    }),
  atLeast: 3,
  defects: [edit('the cap', FETCH, 'readCapped(body, maxBodyBytes)', 'readCapped(body, Infinity)')],
});

function failureOf(error: unknown): string {
  return error instanceof UpstreamError ? error.failure : String(error);
}
