import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isSignedIn } from '@/lib/server/access/identify';
import {
  startOidcRuntime,
  type OidcRuntime,
  type TestBrowser,
} from '@/lib/server/testing/oidc-runtime';
import { renewSession } from '@/lib/server/use-cases/renew-session';
import { signOut } from '@/lib/server/use-cases/sign-in';
import { ProblemError } from '@/lib/server/problem';
import { json } from '@/lib/testing/fake-upstream';

let world: OidcRuntime;
let skipped = 0;

beforeAll(async () => {
  world = await startOidcRuntime();
});
afterAll(() => world.close());
beforeEach(() => {
  world.skip(-skipped);
  skipped = 0;
  world.issuer.forgery = {};
  world.issuer.instead.clear();
  world.issuer.givesRefreshTokens = true;
  world.issuer.lifetime = 300;
  world.issuer.person = { sub: 'ada', groups: ['shop-team'] };
});

function skip(seconds: number): void {
  skipped += seconds * 1000;
  world.skip(seconds * 1000);
}

const tokenRequests = () =>
  world.issuer.requests.filter(({ target }) => target === '/token').length;

async function signedIn(): Promise<TestBrowser> {
  const browser = world.browser();
  await browser.signIn();
  return browser;
}

async function renew(browser: TestBrowser) {
  const { answer, cookies } = await renewSession(world.runtime, browser.request());
  browser.take(cookies);
  return answer;
}

async function problemOf(work: Promise<unknown>): Promise<ProblemError> {
  const error: unknown = await work.catch((thrown: unknown) => thrown);
  if (error instanceof ProblemError) return error;
  throw new Error('it went through', { cause: error });
}

describe('a session that can be renewed', () => {
  it('lasts a working day, and says when to renew it', async () => {
    const browser = await signedIn();
    const identity = await world.runtime.identify(browser.request());
    const now = world.runtime.now();
    expect((identity?.expiresAt ?? 0) - now).toBeGreaterThan(7.9 * 3_600_000);
    expect((identity?.renewAt ?? 0) - now).toBeLessThanOrEqual(240_000);
    expect((identity?.renewAt ?? 0) - now).toBeGreaterThan(230_000);
  });

  it('is not renewed before that is due', async () => {
    const browser = await signedIn();
    const before = tokenRequests();
    const answer = await renew(browser);
    expect(answer.renewInMs).toBeGreaterThan(200_000);
    expect(tokenRequests()).toBe(before);
  });

  it('is renewed once for all who ask, also for those who come late with the old cookie', async () => {
    const browser = await signedIn();
    const old = world.browser();
    for (const [name, value] of browser.cookies) old.cookies.set(name, value);
    skip(250);
    const before = tokenRequests();
    const answers = await Promise.all([renew(browser), renew(old), renew(old)]);
    expect(tokenRequests()).toBe(before + 1);
    expect(answers.every(({ renewInMs }) => renewInMs !== null)).toBe(true);
  });

  it('does not show the tokens of a renewal to another session', async () => {
    const [ada, bob] = [
      await signedIn(),
      await (async () => {
        world.issuer.person = { sub: 'bob', groups: ['platform'] };
        return signedIn();
      })(),
    ];
    skip(250);
    world.issuer.person = { sub: 'ada', groups: ['shop-team'] };
    await renew(ada);
    world.issuer.person = { sub: 'bob', groups: ['platform'] };
    await renew(bob);
    expect((await world.runtime.identify(ada.request()))?.name).toBe('ada');
    expect((await world.runtime.identify(bob.request()))?.name).toBe('bob');
  });

  it('tells a page whose token is over that it can be renewed, and lets the page itself through', async () => {
    const browser = await signedIn();
    skip(301);
    const problem = await problemOf(world.runtime.identify(browser.request()));
    expect(problem).toMatchObject({ type: 'unauthenticated', extras: { renewable: true } });
    const { config, now } = world.runtime;
    expect(await isSignedIn(browser.request(), { config, now })).toBe(true);
    world.issuer.lifetime = 3600;
    await renew(browser);
    expect(await world.runtime.identify(browser.request())).toMatchObject({ name: 'ada' });
  });

  it('follows the groups of the new token, and keeps its end', async () => {
    const browser = await signedIn();
    const before = await world.runtime.identify(browser.request());
    skip(250);
    world.issuer.person = { sub: 'ada', groups: ['platform'] };
    await renew(browser);
    const after = await world.runtime.identify(browser.request());
    expect(after?.onlyNamespaces).toBeNull();
    expect(after?.expiresAt).toBe(before?.expiresAt);
  });

  it('ends after a working day, whatever the issuer gives', async () => {
    const browser = await signedIn();
    skip(8 * 3600 + 1);
    expect((await problemOf(renew(browser))).type).toBe('unauthenticated');
    const { config, now } = world.runtime;
    expect(await isSignedIn(browser.request(), { config, now })).toBe(false);
  });

  it('survives an issuer that is down', async () => {
    const browser = await signedIn();
    skip(250);
    world.issuer.instead.set('/token', json({}, 503));
    await expect(renew(browser)).rejects.toMatchObject({ failure: 'unavailable' });
    world.issuer.instead.clear();
    expect((await renew(browser)).name).toBe('ada');
  });

  it.each([
    [
      'the issuer takes the refresh token no more',
      () => world.issuer.instead.set('/token', json({ error: 'invalid_grant' }, 400)),
    ],
    [
      'the new token is about somebody else',
      () => (world.issuer.person = { sub: 'eve', groups: ['platform'] }),
    ],
    ['the new token is forged', () => (world.issuer.forgery = { signed: 'stranger' })],
    ['there is no new token', () => (world.issuer.forgery = { withoutIdToken: true })],
  ])('is over, cookies and all, when %s', async (_, spoil) => {
    const browser = await signedIn();
    skip(250);
    spoil();
    const problem = await problemOf(renew(browser));
    expect(problem.type).toBe('unauthenticated');
    expect(problem.extras.renewable).toBeUndefined();
    browser.take(problem.extras.cookies ?? []);
    expect(browser.cookies.size).toBe(0);
  });
});

describe('a session that cannot be renewed', () => {
  it('lasts as long as the ID token', async () => {
    world.issuer.givesRefreshTokens = false;
    const browser = await signedIn();
    expect(await world.runtime.identify(browser.request())).toMatchObject({ renewAt: null });
    expect((await renew(browser)).renewInMs).toBeNull();
    skip(301);
    expect(await world.runtime.identify(browser.request())).toBeNull();
    expect((await problemOf(renew(browser))).type).toBe('unauthenticated');
  });
});

describe('signing out', () => {
  it('ends the session here, its refresh token, and at the issuer', async () => {
    const browser = await signedIn();
    const copy = world.browser();
    for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
    const { url, cookies } = await signOut(world.runtime, browser.request(), false);
    browser.take(cookies);
    expect(browser.cookies.size).toBe(0);
    expect(url).toContain(`${world.issuer.url}/end?`);
    expect(url).toContain(encodeURIComponent('http://localhost:20002/sign-in'));
    expect(url).not.toMatch(/token|eyJ/);
    skip(250);
    expect((await problemOf(renew(copy))).type).toBe('unauthenticated');
  });

  it('ends it here though the issuer is down, and asks nobody for a stranger', async () => {
    const browser = await signedIn();
    world.issuer.instead.set('/revoke', json({}, 503));
    const { cookies } = await signOut(world.runtime, browser.request(), false);
    browser.take(cookies);
    expect(browser.cookies.size).toBe(0);
    const before = world.issuer.requests.length;
    expect((await signOut(world.runtime, browser.request(), false)).url).toBeNull();
    expect(world.issuer.requests).toHaveLength(before);
  });
});

describe('the log of all that', () => {
  it('names people and outcomes, and no code, token or secret', async () => {
    const browser = world.browser();
    const query = world.issuer.authorize(await browser.begin());
    const cookie = browser.cookies.get('alidade-sign-in') ?? '-';
    await browser.comeBack(query);
    skip(250);
    await renew(browser);
    await signOut(world.runtime, browser.request(), false);
    const log = world.logLines().join('\n');
    expect(log).toContain('"who":"ada"');
    const sent = world.issuer.requests.flatMap(({ body }) => [...new URLSearchParams(body)]);
    const secrets = sent
      .filter(([name]) => ['code', 'refresh_token', 'code_verifier', 'token'].includes(name))
      .map(([, value]) => value);
    expect(secrets.length).toBeGreaterThan(3);
    for (const secret of [...secrets, cookie, ...browser.cookies.values()]) {
      expect(log).not.toContain(secret);
    }
    expect(log).not.toContain('eyJ');
  });
});
