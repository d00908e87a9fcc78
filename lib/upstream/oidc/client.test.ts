import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  CLIENT_ID,
  CLIENT_SECRET,
  startFakeIssuer,
  type FakeIssuer,
  type Forgery,
} from '@/lib/testing/fake-issuer';
import { json } from '@/lib/testing/fake-upstream';
import { UpstreamError } from '@/lib/upstream/error';
import {
  createOidcClient,
  type OidcClient,
  type OidcOptions,
  type Tokens,
} from '@/lib/upstream/oidc/client';

const REDIRECT = 'http://localhost:20002/api/v1/session/callback';

let issuer: FakeIssuer;
const opened: OidcClient[] = [];

beforeAll(async () => {
  issuer = await startFakeIssuer();
});
afterAll(() => issuer.close());
beforeEach(() => {
  issuer.person = { sub: 'ada' };
  issuer.forgery = {};
  issuer.givesRefreshTokens = true;
  issuer.instead.clear();
  issuer.requests.length = 0;
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((client) => client.close()));
});

function clientWith(options: Partial<OidcOptions> = {}): OidcClient {
  const client = createOidcClient({
    issuer: issuer.url,
    clientId: CLIENT_ID,
    clientSecret: () => CLIENT_SECRET,
    scopes: ['openid', 'email'],
    caFile: issuer.caFile,
    ...options,
  });
  opened.push(client);
  return client;
}

async function signIn(client: OidcClient): Promise<Tokens> {
  const { url, attempt } = await client.begin(REDIRECT);
  return client.finish(issuer.authorize(url), attempt);
}

function without(name: 'exp' | 'sub'): Required<Forgery>['claims'] {
  return (claims) => {
    const rest = { ...claims };
    if (name === 'exp') delete rest.exp;
    else delete rest.sub;
    return rest;
  };
}

async function failureOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof UpstreamError) return error.failure;
    throw error;
  }
  return 'none';
}

describe('a sign-in', () => {
  it('asks with state, nonce and a challenge that differ each time, and gives verified claims', async () => {
    const client = clientWith();
    const first = await client.begin(REDIRECT);
    const second = await client.begin(REDIRECT);
    const { searchParams } = new URL(first.url);
    expect(searchParams.get('redirect_uri')).toBe(REDIRECT);
    expect(searchParams.get('scope')).toBe('openid email');
    expect(searchParams.get('response_type')).toBe('code');
    expect(searchParams.get('code_challenge_method')).toBe('S256');
    expect(first.url).not.toContain(first.attempt.verifier);
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(searchParams.get(name)?.length).toBeGreaterThanOrEqual(43);
      expect(searchParams.get(name)).not.toBe(new URL(second.url).searchParams.get(name));
    }
    const tokens = await client.finish(issuer.authorize(first.url), first.attempt);
    expect(tokens.claims).toMatchObject({ sub: 'ada', aud: CLIENT_ID, iss: issuer.url });
    expect(tokens.idToken.split('.')).toHaveLength(3);
    expect(tokens.refreshToken).not.toBeNull();
  });

  it('asks for the metadata once, however many come at once', async () => {
    const client = clientWith();
    await Promise.all([client.begin(REDIRECT), client.begin(REDIRECT), client.begin(REDIRECT)]);
    expect(issuer.requests).toHaveLength(1);
  });

  it('goes through once the issuer is back', async () => {
    const client = clientWith();
    issuer.instead.set('/.well-known/openid-configuration', json({}, 503));
    expect(await failureOf(client.begin(REDIRECT))).toBe('unavailable');
    issuer.instead.clear();
    expect((await signIn(client)).claims.sub).toBe('ada');
  });

  it('takes a code once', async () => {
    const client = clientWith();
    const { url, attempt } = await client.begin(REDIRECT);
    const query = issuer.authorize(url);
    await client.finish(query, attempt);
    expect(await failureOf(client.finish(query, attempt))).toBe('unauthenticated');
  });

  it('passes on that the person or the issuer said no', async () => {
    const client = clientWith();
    const { attempt } = await client.begin(REDIRECT);
    const query = { error: 'access_denied', state: attempt.state, iss: issuer.url };
    const work = client.finish(new URLSearchParams(query), attempt);
    await expect(work).rejects.toMatchObject({ failure: 'forbidden', detail: 'access_denied' });
  });

  it('says that it is us who were refused when the secret is wrong', async () => {
    const client = clientWith({ clientSecret: () => 'another' });
    expect(await failureOf(signIn(client))).toBe('rejected');
  });

  it('keeps codes, tokens and secrets out of what it throws', async () => {
    const client = clientWith();
    const { url, attempt } = await client.begin(REDIRECT);
    const query = issuer.authorize(url);
    issuer.forgery = { signed: 'stranger', claims: (claims) => ({ ...claims, canary: 'x7f3' }) };
    const error: unknown = await client.finish(query, attempt).catch((thrown: unknown) => thrown);
    const text = inspect(error, { depth: 20, showHidden: true });
    expect(text).toContain('UpstreamError');
    for (const secret of [
      query.get('code') ?? '',
      attempt.verifier,
      CLIENT_SECRET,
      'eyJ',
      'x7f3',
    ]) {
      expect(text).not.toContain(secret);
    }
  });
});

// See client-abuse.test.ts for forged tokens, each beside the protection that stops it.
describe('what does not hold', () => {
  it('is a stolen code without the verifier that it was asked for with', async () => {
    const client = clientWith();
    const victim = await client.begin(REDIRECT);
    const thief = await client.begin(REDIRECT);
    const stolen = issuer.authorize(victim.url);
    stolen.set('state', thief.attempt.state);
    expect(await failureOf(client.finish(stolen, thief.attempt))).toBe('unauthenticated');
  });

  it.each<[string, Forgery]>([
    ['for another client', { claims: (claims) => ({ ...claims, aud: 'another' }) }],
    [
      'for others too, meant for one of them',
      { claims: (claims) => ({ ...claims, aud: [CLIENT_ID, 'another'], azp: 'another' }) },
    ],
    ['of another issuer', { claims: (claims) => ({ ...claims, iss: 'https://evil.example' }) }],
    [
      'that is over',
      { claims: (claims) => ({ ...claims, exp: Math.floor(Date.now() / 1000) - 60 }) },
    ],
    ['that never ends', { claims: without('exp') }],
    ['about nobody', { claims: without('sub') }],
    ['that is missing', { withoutIdToken: true }],
  ])('is a token %s', async (_, forgery) => {
    issuer.forgery = forgery;
    expect(await failureOf(signIn(clientWith()))).toBe('malformed');
  });

  it('is an answer that names another issuer, or none', async () => {
    const client = clientWith();
    for (const iss of ['https://evil.example', null]) {
      const { url, attempt } = await client.begin(REDIRECT);
      const query = issuer.authorize(url);
      if (iss === null) query.delete('iss');
      else query.set('iss', iss);
      expect(await failureOf(client.finish(query, attempt))).toBe('malformed');
    }
  });

  it('is metadata of another issuer', async () => {
    const metadata = {
      issuer: 'https://evil.example',
      authorization_endpoint: 'https://evil.example/',
    };
    issuer.instead.set('/.well-known/openid-configuration', json(metadata));
    expect(await failureOf(clientWith().begin(REDIRECT))).toBe('malformed');
  });

  it.each(['http://127.0.0.1:1/token', 'file:///etc/passwd'])(
    'is the endpoint %s, where secrets would go without TLS',
    async (endpoint) => {
      const metadata = {
        issuer: issuer.url,
        authorization_endpoint: `${issuer.url}/authorize`,
        token_endpoint: endpoint,
        jwks_uri: `${issuer.url}/keys`,
      };
      issuer.instead.set('/.well-known/openid-configuration', json(metadata));
      expect(['malformed', 'rejected']).toContain(await failureOf(signIn(clientWith())));
    },
  );

  it('is a certificate of an authority that nobody named', async () => {
    expect(await failureOf(clientWith({ caFile: undefined }).begin(REDIRECT))).toBe('unavailable');
  });
});

describe('a renewal', () => {
  it('gives a new ID token about the same person, and the next refresh token', async () => {
    const client = clientWith();
    const { refreshToken } = await signIn(client);
    issuer.person = { sub: 'ada', email: 'new@example.com' };
    const renewed = await client.renew(refreshToken ?? '', 'ada');
    expect(renewed.claims).toMatchObject({ sub: 'ada', email: 'new@example.com' });
    expect(renewed.refreshToken).not.toBe(refreshToken);
  });

  it('is refused about somebody else, forged, without an ID token, or with a used token', async () => {
    const client = clientWith();
    const next = async () => (await signIn(client)).refreshToken ?? '';
    let token = await next();
    issuer.person = { sub: 'eve' };
    expect(await failureOf(client.renew(token, 'ada'))).toBe('malformed');
    issuer.person = { sub: 'ada' };
    token = await next();
    issuer.forgery = { signed: 'stranger' };
    expect(await failureOf(client.renew(token, 'ada'))).toBe('malformed');
    issuer.forgery = {};
    token = await next();
    issuer.forgery = { withoutIdToken: true };
    expect(await failureOf(client.renew(token, 'ada'))).toBe('malformed');
    issuer.forgery = {};
    expect(await failureOf(client.renew(token, 'ada'))).toBe('unauthenticated');
  });
});

describe('signing out', () => {
  it('leads to the issuer without any token in the address', async () => {
    const client = clientWith();
    const url = new URL((await client.signOutUrl('http://localhost:20002/sign-in')) ?? '');
    expect(url.origin + url.pathname).toBe(`${issuer.url}/end`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: CLIENT_ID,
      post_logout_redirect_uri: 'http://localhost:20002/sign-in',
    });
  });

  it('revokes the refresh token', async () => {
    const client = clientWith();
    const { refreshToken } = await signIn(client);
    await client.revoke(refreshToken ?? '');
    expect(await failureOf(client.renew(refreshToken ?? '', 'ada'))).toBe('unauthenticated');
  });

  it('is local where the issuer offers neither', async () => {
    const bare = {
      issuer: issuer.url,
      authorization_endpoint: `${issuer.url}/authorize`,
      token_endpoint: `${issuer.url}/token`,
    };
    issuer.instead.set('/.well-known/openid-configuration', json(bare));
    const client = clientWith();
    expect(await client.signOutUrl('http://localhost/')).toBeNull();
    await expect(client.revoke('x')).resolves.toBeUndefined();
  });
});
