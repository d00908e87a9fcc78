import { afterAll, beforeAll } from 'vitest';
import type * as identifyModule from '@/lib/server/access/identify';
import type * as sealedModule from '@/lib/server/access/sealed';
import type * as sessionModule from '@/lib/server/access/session';
import type * as oidcRuntimeModule from '@/lib/server/testing/oidc-runtime';
import { KEYS, type OidcRuntime, type TestBrowser } from '@/lib/server/testing/oidc-runtime';
import type * as renewModule from '@/lib/server/use-cases/renew-session';
import type * as signInModule from '@/lib/server/use-cases/sign-in';
import { describeAbuse, edit, tryEach, type Load } from '@/lib/testing/abuse/abuse';
import { startFakeIssuer, type FakeIssuer } from '@/lib/testing/fake-issuer';
import { json, startFakeUpstream, type FakeUpstream } from '@/lib/testing/fake-upstream';
import { kubernetesClientOf } from '@/lib/testing/kubernetes-client';
import type { KubernetesClient } from '@/lib/upstream/kubernetes/client';

const { signal } = new AbortController();
const PODS = { group: '', version: 'v1', kind: 'Pod', plural: 'pods', namespaced: true };

let issuer: FakeIssuer;
let api: FakeUpstream;
let kubernetes: KubernetesClient;
const worlds: OidcRuntime[] = [];

beforeAll(async () => {
  issuer = await startFakeIssuer();
  api = await startFakeUpstream();
  api.answer(json({ kind: 'PodList', metadata: { resourceVersion: '1' }, items: [] }));
  kubernetes = kubernetesClientOf(api);
});
afterAll(async () => {
  for (const world of worlds) await world.close();
  await kubernetes.close();
  await Promise.all([api.close(), issuer.close()]);
});

interface Product {
  readonly world: OidcRuntime;
  readonly isSignedIn: typeof identifyModule.isSignedIn;
  readonly renew: (browser: TestBrowser) => Promise<void>;
  readonly signOut: (browser: TestBrowser) => Promise<unknown>;
}

async function product(load: Load): Promise<Product> {
  const { startOidcRuntime } = await load<typeof oidcRuntimeModule>(
    'lib/server/testing/oidc-runtime.ts',
  );
  const { isSignedIn } = await load<typeof identifyModule>('lib/server/access/identify.ts');
  const { renewSession } = await load<typeof renewModule>('lib/server/use-cases/renew-session.ts');
  const { signOut } = await load<typeof signInModule>('lib/server/use-cases/sign-in.ts');
  const world = await startOidcRuntime({ issuer, kubernetes, config: { writes: true } });
  worlds.push(world);
  return {
    world,
    isSignedIn,
    async renew(browser) {
      browser.take((await renewSession(world.runtime, browser.request())).cookies);
    },
    signOut: (browser) => signOut(world.runtime, browser.request(), false),
  };
}

async function signedIn({ world }: Product): Promise<TestBrowser> {
  issuer.person = { sub: 'ada', groups: ['shop-team'] };
  issuer.forgery = {};
  issuer.lifetime = 300;
  const browser = world.browser();
  await browser.signIn();
  return browser;
}

async function works(made: Product): Promise<void> {
  const browser = await signedIn(made);
  const identity = await made.world.runtime.identify(browser.request());
  if (identity?.name !== 'ada') throw new Error('nobody can sign in');
  await identity.reader?.list(PODS, 'shop', signal);
}

function copyOf(browser: TestBrowser, { world }: Product): TestBrowser {
  const copy = world.browser();
  for (const [name, value] of browser.cookies) copy.cookies.set(name, value);
  return copy;
}

const SESSION_OF = 'lib/server/access/session-of.ts';

/** What a session is good for this much later, which may be renewed first. */
async function later(made: Product, browser: TestBrowser, ms: number, isRenewed: boolean) {
  made.world.skip(ms);
  if (isRenewed) await made.renew(browser);
  const identity = await made.world.runtime.identify(browser.request()).catch(() => null);
  made.world.skip(-ms);
  return identity;
}

const OVERSTAYS: Readonly<Record<string, (made: Product) => Promise<string | null>>> = {
  async 'of another issuer'(made) {
    const { config, now } = made.world.runtime;
    const browser = await signedIn(made);
    const oidc = config.oidc && { ...config.oidc, issuer: 'https://other.example' };
    const moved = { config: { ...config, oidc }, now };
    return (await made.isSignedIn(browser.request(), moved)) ? 'counted' : null;
  },
  async 'whose token is over'(made) {
    const identity = await later(made, await signedIn(made), 301_000, false);
    return identity === null ? null : 'was let in';
  },
  async 'renewed past its end'(made) {
    const browser = await signedIn(made);
    const before = await made.world.runtime.identify(browser.request());
    const after = await later(made, browser, 250_000, true);
    return before?.expiresAt === after?.expiresAt ? null : 'lasts longer than it was to';
  },
};

describeAbuse('T9: a session that does not count, or not any more', {
  product,
  works,
  attack: (made) => tryEach(Object.keys(OVERSTAYS), (way) => OVERSTAYS[way]?.(made) ?? 'unknown'),
  atLeast: 3,
  defects: [
    edit(
      'comparing the issuer',
      SESSION_OF,
      'if (issued?.issuer !== oidc.issuer) return false;',
      'if (issued === null) return false;',
    ),
    edit(
      'looking at the end of the token',
      SESSION_OF,
      'issued.tokenExpiresAt <= nowMs',
      'nowMs < 0',
    ),
    edit(
      'keeping the end of the session',
      'lib/server/use-cases/issued-session.ts',
      'expiresAt: old.expiresAt',
      'expiresAt: now() + MAX_SESSION_MS',
    ),
  ],
});

interface Sealing {
  readonly sealed: typeof sealedModule;
  readonly session: typeof sessionModule;
}

describeAbuse('T9: sealed content in the place of other sealed content', {
  product: async (load: Load): Promise<Sealing> => ({
    sealed: await load<typeof sealedModule>('lib/server/access/sealed.ts'),
    session: await load<typeof sessionModule>('lib/server/access/session.ts'),
  }),
  async works({ session }) {
    const content = { token: 'x', name: 'ada', groups: [], issued: null, expiresAt: 60_000 };
    const sealed = await session.sealSession(content, KEYS);
    if ((await session.openSession(sealed, KEYS, 0)) === null) throw new Error('nothing opens');
  },
  attack: ({ sealed, session }) =>
    tryEach(['of another purpose', 'by a key that was taken away'], async (way) => {
      const content = { token: 'x', name: 'ada', groups: [], issued: null };
      const purpose = way === 'of another purpose' ? 'sign-in' : 'session';
      const text = await sealed.seal(purpose, content, 60_000, KEYS);
      const keys = way === 'of another purpose' ? KEYS : KEYS.map((key) => ({ ...key, id: 'new' }));
      return (await session.openSession(text, keys, 0)) === null ? null : 'opened';
    }),
  atLeast: 2,
  defects: [
    edit('the purpose', 'lib/server/access/sealed.ts', '        typ: typeOf(purpose),\n', ''),
    edit(
      'finding keys by their name',
      'lib/server/access/sealed.ts',
      'keys.find(({ id }) => id === kid)',
      'keys.find(() => kid !== undefined)',
    ),
  ],
});

describeAbuse('T3, T8: somebody with a mapped group who reads elsewhere, or writes', {
  product,
  works,
  attack: (made) =>
    tryEach(['bank', 'everywhere', 'write'], async (where) => {
      const browser = await signedIn(made);
      const identity = await made.world.runtime.identify(browser.request());
      if (where === 'write') return identity?.writer === null ? null : 'may write';
      const before = api.requests.length;
      const namespace = where === 'everywhere' ? undefined : where;
      await identity?.reader?.list(PODS, namespace, signal).catch(() => null);
      return api.requests.length === before ? null : 'was asked for';
    }),
  atLeast: 3,
  defects: [
    edit(
      'the wall of the reader',
      'lib/server/access/bounded-reader.ts',
      'if (mayRead(namespace)) return;',
      'if (mayRead(namespace) || allowed.size > 0) return;',
    ),
    edit(
      'leaving the writer out',
      'lib/server/access/identify.ts',
      'boundedReader(kubernetes, given, kinds),\n    writer: null,',
      'boundedReader(kubernetes, given, kinds),\n    writer: kubernetes,',
    ),
  ],
});

describeAbuse('T9: a refresh token that is used twice, or after signing out', {
  product,
  works,
  attack: (made) =>
    tryEach(['at once', 'after signing out'], async (way) => {
      const browser = await signedIn(made);
      const copy = copyOf(browser, made);
      const uses = () => issuer.requests.filter(({ target }) => target === '/token').length;
      const before = uses();
      if (way === 'after signing out') await made.signOut(browser);
      made.world.skip(250_000);
      const renewals = way === 'at once' ? [browser, copy] : [copy];
      const outcomes = await Promise.allSettled(renewals.map((each) => made.renew(each)));
      made.world.skip(-250_000);
      if (way === 'at once') return uses() === before + 1 ? null : `used ${uses() - before} times`;
      return outcomes.some(({ status }) => status === 'fulfilled') ? 'gave a session' : null;
    }),
  atLeast: 2,
  defects: [
    edit(
      'one renewal for all',
      'lib/server/access/renewals.ts',
      'if (underway !== undefined) return underway;',
      '',
    ),
    edit(
      'telling the issuer',
      'lib/server/use-cases/sign-in.ts',
      'refreshToken === null ? null : orNull(rt, issuer.revoke(refreshToken))',
      'null',
    ),
  ],
});
