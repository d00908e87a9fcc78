import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { signInSchema } from '@/lib/contract/session';
import { createGuard, NO_QUERY } from '@/lib/server/guard/guard';
import { manyListeners } from '@/lib/server/cache/shared-work';
import { startDemoRuntime, type DemoRuntime } from '@/lib/server/testing/demo-runtime';
import { loadStatus } from '@/lib/server/use-cases/load-status';
import { signIn, signOut } from '@/lib/server/use-cases/sign-in';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const { signal } = new AbortController();
manyListeners(signal);
const KEYS = [{ id: 'one', bytes: new Uint8Array(32).fill(7) }];
let world: DemoRuntime;

beforeAll(async () => {
  world = await startDemoRuntime({
    auth: 'token',
    sessionKeys: () => KEYS,
    prometheus: null,
    tracing: null,
  });
});
afterAll(() => world.close());

/** A request with the cookies that a sign-in set. */
function withCookies(cookies: readonly string[]): Request {
  const header = cookies
    .filter((cookie) => !cookie.includes('Max-Age=0'))
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
  return new Request('http://localhost/', { headers: { host: 'localhost', cookie: header } });
}

describe('signing in', () => {
  it('makes the person known by their own token from then on', async () => {
    const { session, cookies } = await signIn(world.runtime, 'demo-shop-viewer', false, signal);
    expect(session.name).toBe('shop-viewer');
    const identity = await world.runtime.identify(withCookies(cookies));
    expect(identity).toMatchObject({ name: 'shop-viewer', mode: 'token', shared: false });
    const status = await loadStatus(world.runtime, identity, signal);
    expect(status.identity).toMatchObject({ name: 'shop-viewer', expiresAt: session.expiresAt });
    expect(cookies.join()).not.toContain('demo-');
  });

  it('gives different people different keys in every cache', async () => {
    const [a, b] = await Promise.all(
      ['demo-admin', 'demo-viewer'].map(async (token) => {
        const { cookies } = await signIn(world.runtime, token, false, signal);
        return world.runtime.identify(withCookies(cookies));
      }),
    );
    expect(a?.key).not.toBe(b?.key);
    expect(a?.key).not.toContain('admin');
  });

  it.each(['forged', '', ' ', 'demo-admin\r\nimpersonate-user: root', 'dem\u00f6'])(
    'refuses the token %j',
    async (token) => {
      await expect(signIn(world.runtime, token, false, signal)).rejects.toMatchObject({
        type: 'unauthenticated',
      });
    },
  );

  it('forgets a token no later than the token forgets itself', async () => {
    const { session } = await signIn(world.runtime, 'demo-admin', true, signal);
    expect(session.expiresAt).toBeLessThanOrEqual(world.runtime.now() + 8 * 3_600_000);
    const { cookies } = await signIn(world.runtime, 'demo-admin', true, signal);
    world.skip(9 * 3_600_000);
    expect(await world.runtime.identify(withCookies(cookies))).toBeNull();
    world.skip(-9 * 3_600_000);
  });

  it('ends with cookies that hold nothing', async () => {
    const request = new Request('http://localhost/');
    const { cookies, url } = await signOut(world.runtime, request, false);
    expect(cookies.every((cookie) => cookie.includes('=; Path'))).toBe(true);
    expect(url).toBeNull();
  });

  it('leaves no token in the log, in metrics or in a refusal', async () => {
    const canary = 'canary-7f3a9b';
    const { withGuards, withOpenGuards } = createGuard(() => world.runtime);
    const post = withOpenGuards({ route: '/session', query: NO_QUERY }, async (call) => {
      const { token } = await call.readBody(signInSchema);
      return signIn(world.runtime, token, false, call.signal);
    });
    const get = withGuards({ route: '/test', query: NO_QUERY }, (call) =>
      loadStatus(world.runtime, call.identity, call.signal),
    );
    const headers = {
      host: 'localhost',
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/json',
      'x-alidade': '1',
      authorization: `Bearer ${canary}`,
      cookie: `alidade-session.0=${canary}`,
    };
    const params = Promise.resolve({});
    const answers = await Promise.all([
      post(
        new Request('http://localhost/', {
          method: 'POST',
          headers,
          body: JSON.stringify({ token: canary }),
        }),
        { params },
      ),
      get(new Request('http://localhost/', { headers }), { params }),
      get(new Request(`http://localhost/?token=${canary}`, { headers }), { params }),
    ]);
    const texts = await Promise.all(answers.map((response) => response.text()));
    const { text } = await world.runtime.metrics.expose();
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 400]);
    expect([...texts, text, ...world.logLines()].join()).not.toContain(canary);
  });
});

describe('before anybody has signed in', () => {
  it('tells how to sign in, and nothing of the mesh', async () => {
    const status = await loadStatus(world.runtime, null, signal);
    expect(status).toMatchObject({
      identity: { mode: 'token', name: null },
      meshes: [],
      sources: [],
    });
  });
});
