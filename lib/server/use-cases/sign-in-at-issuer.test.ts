import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clearSessionCookie } from '@/lib/server/access/session-cookie';
import { isSignedIn } from '@/lib/server/access/identify';
import { sealSession } from '@/lib/server/access/session';
import {
  KEYS,
  MAPPED,
  startOidcRuntime,
  type OidcRuntime,
} from '@/lib/server/testing/oidc-runtime';
import { beginSignIn } from '@/lib/server/use-cases/sign-in-at-issuer';
import { kubernetesClientOf, status } from '@/lib/testing/kubernetes-client';
import { json, startFakeUpstream, type FakeUpstream } from '@/lib/testing/fake-upstream';
import type { KubernetesClient } from '@/lib/upstream/kubernetes/client';

let world: OidcRuntime;

beforeAll(async () => {
  world = await startOidcRuntime();
});
afterAll(() => world.close());
beforeEach(() => {
  world.keys = KEYS;
  world.issuer.forgery = {};
  world.issuer.givesRefreshTokens = true;
  world.issuer.instead.clear();
  world.issuer.person = { sub: 'ada', preferred_username: 'ada', groups: ['shop-team', 'other'] };
});

/** What went wrong, from where the browser is sent. */
const failureIn = (location: string) => new URL(location, 'http://x').searchParams.get('failure');

describe('signing in at the issuer', () => {
  it('makes the person known by their groups, and leads back to where they were', async () => {
    const browser = world.browser();
    const location = await browser.signIn('/graph?ns=shop&select=a%2Fb');
    expect(location).toBe('/sign-in?from=%2Fgraph%3Fns%3Dshop%26select%3Da%252Fb');
    expect(await world.runtime.identify(browser.request())).toMatchObject({
      mode: 'oidc',
      name: 'ada',
      groups: ['shop-team', 'other'],
      onlyNamespaces: ['shop'],
      shared: false,
      writer: null,
    });
    expect([...browser.cookies.keys()]).toEqual(['alidade-session.0']);
  });

  it('gives people of a group that may read all the same key, and no others', async () => {
    const keyOf = async (person: string, groups: readonly string[]) => {
      world.issuer.person = { sub: person, groups };
      const browser = world.browser();
      await browser.signIn();
      return (await world.runtime.identify(browser.request()))?.key;
    };
    const admins = [await keyOf('a', ['platform']), await keyOf('b', ['platform', 'shop-team'])];
    expect(admins[0]).toBe(admins[1]);
    expect(await keyOf('c', ['shop-team'])).not.toBe(admins[0]);
  });

  it('signs nobody in whose groups may read nothing', async () => {
    for (const groups of [[], ['unknown'], undefined, 7, { 0: 'platform' }]) {
      world.issuer.person = { sub: 'eve', groups };
      const browser = world.browser();
      expect(failureIn(await browser.signIn())).toBe('no-groups');
      expect(browser.cookies.size).toBe(0);
    }
  });

  it('keeps the cookie of an attempt to the callback, to top-level navigations and to ten minutes', async () => {
    const { cookies } = await beginSignIn(world.runtime, world.browser().request(), '/');
    expect(cookies).toHaveLength(1);
    expect(cookies[0]).toMatch(
      /^alidade-sign-in=[\w.-]+; Path=\/api\/v1\/session\/callback; Max-Age=600; HttpOnly; SameSite=Lax$/,
    );
  });

  it('marks its cookies secure when the browser came by https', async () => {
    const headers = { origin: 'https://localhost', host: 'localhost' };
    const begun = await beginSignIn(world.runtime, world.browser().request('/', headers), '/');
    expect(begun.cookies[0]).toMatch(/; Secure$/);
    expect(new URL(begun.url).searchParams.get('redirect_uri')).toMatch(/^https:\/\/localhost\//);
  });

  it('drops a way back that is too long for a cookie, not the sign-in', async () => {
    const browser = world.browser();
    expect(await browser.signIn(`/graph?ns=${'x'.repeat(5000)}`)).toBe('/sign-in');
    expect(await world.runtime.identify(browser.request())).not.toBeNull();
  });
});

describe('a sign-in that is not what it seems', () => {
  it.each(['//evil.example', 'https://evil.example/', '/\\evil.example', '/api/v1/session'])(
    'never leads to %s',
    async (from) => {
      expect(await world.browser().signIn(from)).toBe('/sign-in');
    },
  );

  it.each([
    [{ origin: 'https://evil.example' }],
    [{ origin: 'http://localhost.evil.example:20002' }],
    [{ origin: 'null' }],
    [{ origin: '' }],
  ])('is not begun for a page of %j', async (headers) => {
    const request = world.browser().request('/', headers);
    await expect(beginSignIn(world.runtime, request, '/')).rejects.toMatchObject({
      type: 'invalid-request',
    });
  });

  it('came back to a browser that did not begin it', async () => {
    const [mine, theirs] = [world.browser(), world.browser()];
    const query = world.issuer.authorize(await theirs.begin());
    expect(failureIn(await mine.comeBack(query))).toBe('stale');
    await mine.begin();
    expect(failureIn(await mine.comeBack(query))).toBe('unverified');
    expect(await world.runtime.identify(mine.request())).toBeNull();
  });

  it('was used before: its cookie is gone after the first answer, good or bad', async () => {
    const browser = world.browser();
    const query = world.issuer.authorize(await browser.begin());
    const kept = new Map(browser.cookies);
    await browser.comeBack(query);
    expect(failureIn(await browser.comeBack(query))).toBe('stale');
    // And with a copy of the cookie, the issuer takes its code once.
    const copy = world.browser();
    for (const [name, value] of kept) copy.cookies.set(name, value);
    expect(failureIn(await copy.comeBack(query))).toBe('unverified');
  });

  it('took longer than ten minutes', async () => {
    const browser = world.browser();
    const query = world.issuer.authorize(await browser.begin());
    world.skip(10 * 60_000 + 1000);
    expect(failureIn(await browser.comeBack(query))).toBe('stale');
    world.skip(-10 * 60_000 - 1000);
  });

  it('carries a session in the place of an attempt, or an attempt in the place of a session', async () => {
    const browser = world.browser();
    const query = world.issuer.authorize(await browser.begin());
    const attempt = browser.cookies.get('alidade-sign-in') ?? '';
    const other = world.browser();
    other.cookies.set('alidade-session.0', attempt);
    expect(await world.runtime.identify(other.request())).toBeNull();
    await browser.comeBack(query);
    const session = browser.cookies.get('alidade-session.0') ?? '';
    other.cookies.clear();
    other.cookies.set('alidade-sign-in', session);
    expect(failureIn(await other.comeBack(query))).toBe('stale');
  });

  it.each([
    [{ 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }],
    [{ 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }],
    [{ 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }],
  ])('is asked for by a part of a page: %j', async (headers) => {
    const browser = world.browser();
    const query = world.issuer.authorize(await browser.begin());
    await expect(browser.comeBack(query, headers)).rejects.toMatchObject({
      type: 'forbidden-origin',
    });
    const whole = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    expect(failureIn(await browser.comeBack(query, whole))).toBeNull();
  });

  it.each([
    ['forged', { signed: 'stranger' }, 'unverified'],
    ['unsigned', { signed: 'none' }, 'unverified'],
    [
      'of an address that its owner did not prove',
      {
        claims: (claims: object) => ({
          ...claims,
          preferred_username: '',
          email: 'a@b',
          email_verified: false,
        }),
      },
      null,
    ],
  ] as const)('gave a token that is %s', async (_, forgery, failure) => {
    world.issuer.forgery = forgery;
    const browser = world.browser();
    expect(failureIn(await browser.signIn())).toBe(failure);
    const identity = await world.runtime.identify(browser.request());
    expect(identity?.name ?? null).toBe(failure === null ? 'ada' : null);
  });

  it('is told apart from an issuer that is down, and from one that said no', async () => {
    const browser = world.browser();
    const query = world.issuer.authorize(await browser.begin());
    world.issuer.instead.set('/token', json({}, 503));
    expect(failureIn(await browser.comeBack(query))).toBe('unavailable');
    const state = new URL(await browser.begin()).searchParams.get('state') ?? '';
    const denied = { error: 'access_denied', state, iss: world.issuer.url };
    expect(failureIn(await browser.comeBack(new URLSearchParams(denied)))).toBe('denied');
  });
});

describe('a session of the issuer', () => {
  it('counts under no other issuer, and not as a pasted token', async () => {
    const browser = world.browser();
    await browser.signIn();
    const { config } = world.runtime;
    if (config.oidc === null) throw new Error('it has an issuer');
    const now = () => Date.now();
    const moved = { ...config, oidc: { ...config.oidc, issuer: 'https://other.example' } };
    const strict = { ...config, oidc: { ...config.oidc, rights: { from: 'api-server' } as const } };
    const tokens = { ...config, auth: 'token' as const, oidc: null };
    for (const other of [moved, strict, tokens]) {
      expect(await isSignedIn(browser.request(), { config: other, now })).toBe(false);
    }
    expect(await isSignedIn(browser.request(), { config, now })).toBe(true);
  });

  it('is not made of a pasted token', async () => {
    const pasted = { token: 'x', name: 'eve', groups: ['platform'], issued: null };
    const sealed = await sealSession({ ...pasted, expiresAt: Date.now() + 60_000 }, KEYS);
    const browser = world.browser();
    browser.cookies.set('alidade-session.0', sealed);
    expect(await world.runtime.identify(browser.request())).toBeNull();
  });

  it('outlives a new key while the old one is below it, and then ends', async () => {
    const browser = world.browser();
    await browser.signIn();
    const next = { id: 'two', bytes: new Uint8Array(32).fill(9) };
    world.keys = [next, ...KEYS];
    expect(await world.runtime.identify(browser.request())).not.toBeNull();
    const later = world.browser();
    await later.signIn();
    world.keys = [next];
    expect(await world.runtime.identify(browser.request())).toBeNull();
    expect(await world.runtime.identify(later.request())).not.toBeNull();
  });

  it('follows the map: what a group loses, its people lose at once', async () => {
    let given = ['shop', 'cart'];
    const namespaces = () => new Map([['shop-team', given]]);
    const changing = await startOidcRuntime({ oidc: { rights: { ...MAPPED, namespaces } } });
    changing.issuer.person = { sub: 'ada', groups: ['shop-team'] };
    const browser = changing.browser();
    await browser.signIn();
    given = ['cart'];
    const identity = await changing.runtime.identify(browser.request());
    expect(identity?.onlyNamespaces).toEqual(['cart']);
    await changing.close();
  });

  it('is of no use where a session would not fit into cookies', async () => {
    const groups = Array.from({ length: 400 }, (_, i) => `a-group-with-a-long-name-${i}`);
    world.issuer.person = { sub: 'ada', groups: ['shop-team', ...groups] };
    const browser = world.browser();
    expect(failureIn(await browser.signIn())).toBe('too-long');
    expect(browser.cookies.size).toBe(0);
  });

  it('fits into several cookies when it is long', async () => {
    const groups = Array.from({ length: 200 }, (_, i) => `a-group-with-a-name-${i}`);
    world.issuer.person = { sub: 'ada', groups: ['shop-team', ...groups] };
    const browser = world.browser();
    await browser.signIn();
    expect(browser.cookies.size).toBe(2);
    expect((await world.runtime.identify(browser.request()))?.groups).toHaveLength(201);
    browser.take(clearSessionCookie(false));
    expect(browser.cookies.size).toBe(0);
  });
});

describe('passing the ID token on', () => {
  let api: FakeUpstream;
  let kubernetes: KubernetesClient;
  let passing: OidcRuntime;

  beforeAll(async () => {
    api = await startFakeUpstream();
    kubernetes = kubernetesClientOf(api);
    const rights = { from: 'api-server' } as const;
    passing = await startOidcRuntime({ oidc: { rights }, config: { writes: true }, kubernetes });
    passing.issuer.person = { sub: 'ada', groups: ['platform'] };
  });
  afterAll(async () => {
    await kubernetes.close();
    await api.close();
    await passing.close();
  });

  it('makes the person whom the API server names, reading and writing with that token', async () => {
    const userInfo = { username: 'oidc:ada', groups: ['oidc:platform'] };
    api.answer(json({ kind: 'SelfSubjectReview', status: { userInfo } }, 201));
    const browser = passing.browser();
    expect(failureIn(await browser.signIn())).toBeNull();
    const identity = await passing.runtime.identify(browser.request());
    expect(identity).toMatchObject({ name: 'oidc:ada', onlyNamespaces: null, mode: 'oidc' });
    expect(identity?.writer).not.toBeNull();
    const { authorization } = api.requests.at(-1)?.headers ?? {};
    expect(authorization).toMatch(/^Bearer ey[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(passing.logLines().join()).not.toContain(authorization?.slice(7) ?? '-');
  });

  it.each([
    [401, 'Unauthorized', 'not-accepted'],
    [403, 'Forbidden', 'not-accepted'],
    [503, 'ServiceUnavailable', 'unavailable'],
  ])('signs nobody in when the API server says %i', async (code, reason, failure) => {
    api.answer(status(code, reason, 'no'));
    expect(failureIn(await passing.browser().signIn())).toBe(failure);
  });
});
