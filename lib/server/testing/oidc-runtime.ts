import type { Config, OidcConfig, MappedRights } from '@/lib/server/config/config';
import type { SessionKey } from '@/lib/server/config/session-keys';
import type { Runtime } from '@/lib/server/runtime';
import { recordingLog, testRuntime } from '@/lib/server/testing/test-runtime';
import { beginSignIn, finishSignIn } from '@/lib/server/use-cases/sign-in-at-issuer';
import {
  CLIENT_ID,
  CLIENT_SECRET,
  startFakeIssuer,
  type FakeIssuer,
} from '@/lib/testing/fake-issuer';
import { createOidcClient } from '@/lib/upstream/oidc/client';
import type { KubernetesClient } from '@/lib/upstream/kubernetes/client';

export const KEYS: readonly SessionKey[] = [{ id: 'one', bytes: new Uint8Array(32).fill(7) }];

/** Groups of the fake issuer's people, and what they may read. */
export const MAPPED: MappedRights = {
  from: 'groups',
  namespaces: () =>
    new Map<string, 'all' | readonly string[]>([
      ['platform', 'all'],
      ['shop-team', ['shop']],
    ]),
  groupsClaim: 'groups',
  nameClaim: null,
};

/** A browser as far as signing in needs one: it keeps cookies, and sends them where they belong. */
export interface TestBrowser {
  /** By name, as they are kept. */
  readonly cookies: Map<string, string>;
  take(setCookies: readonly string[]): void;
  /** A request of a page of ours. */
  request(path?: string, headers?: Readonly<Record<string, string>>): Request;
  /** Begins to sign in; gives where the browser is sent. */
  begin(from?: string): Promise<string>;
  /** Comes back from the issuer; gives where the browser is sent on to. */
  comeBack(query: URLSearchParams, headers?: Readonly<Record<string, string>>): Promise<string>;
  /** The whole way, as the issuer's current person. */
  signIn(from?: string): Promise<string>;
}

export interface OidcRuntime {
  readonly issuer: FakeIssuer;
  readonly runtime: Runtime;
  readonly logLines: () => readonly string[];
  /** What session keys the runtime has; may be set. */
  keys: readonly SessionKey[];
  /** Moves the runtime's clock on. */
  readonly skip: (ms: number) => void;
  readonly browser: () => TestBrowser;
  readonly close: () => Promise<void>;
}

export interface OidcRuntimeOptions {
  /** One that runs already, and goes on when the runtime is closed. */
  readonly issuer?: FakeIssuer;
  readonly oidc?: Partial<OidcConfig>;
  readonly config?: Partial<Config>;
  readonly kubernetes?: KubernetesClient | null;
}

/** Starts a fake issuer, and a runtime with AUTH=oidc that trusts it. */
export async function startOidcRuntime(options: OidcRuntimeOptions = {}): Promise<OidcRuntime> {
  const issuer = options.issuer ?? (await startFakeIssuer());
  let keys = KEYS;
  let skippedMs = 0;
  const oidc: OidcConfig = {
    issuer: issuer.url,
    clientId: CLIENT_ID,
    clientSecret: () => CLIENT_SECRET,
    scopes: ['openid'],
    redirectUrl: null,
    caFile: issuer.caFile,
    rights: MAPPED,
    signOutAtIssuer: true,
    ...options.oidc,
  };
  const client = createOidcClient(oidc);
  const { log, lines } = recordingLog();
  const runtime = testRuntime({
    config: { auth: 'oidc', oidc, sessionKeys: () => keys, ...options.config },
    upstreams: { issuer: client, kubernetes: options.kubernetes ?? null },
    now: () => Date.now() + skippedMs,
    log,
  });
  return {
    issuer,
    runtime,
    logLines: lines,
    get keys() {
      return keys;
    },
    set keys(next) {
      keys = next;
    },
    skip: (ms) => {
      skippedMs += ms;
    },
    browser: () => browserOf(runtime, issuer),
    async close() {
      await client.close();
      if (options.issuer === undefined) await issuer.close();
    },
  };
}

const ORIGIN = 'http://localhost:20002';
const { signal } = new AbortController();

function browserOf(runtime: Runtime, issuer: FakeIssuer): TestBrowser {
  const cookies = new Map<string, string>();
  const browser: TestBrowser = {
    cookies,
    take(setCookies) {
      for (const header of setCookies) {
        const [pair = ''] = header.split(';');
        const [name = '', ...value] = pair.split('=');
        if (header.includes('Max-Age=0')) cookies.delete(name);
        else cookies.set(name, value.join('='));
      }
    },
    request(path = '/', headers = {}) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      return new Request(new URL(path, ORIGIN), {
        headers: { host: 'localhost:20002', origin: ORIGIN, cookie, ...headers },
      });
    },
    async begin(from) {
      const begun = await beginSignIn(runtime, browser.request(), from);
      browser.take(begun.cookies);
      return begun.url;
    },
    async comeBack(query, headers) {
      const request = browser.request(`/api/v1/session/callback?${query}`, headers);
      const { location, cookies: given } = await finishSignIn(runtime, request, signal);
      browser.take(given);
      return location;
    },
    async signIn(from) {
      return browser.comeBack(issuer.authorize(await browser.begin(from)));
    },
  };
  return browser;
}
