import { randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NextRequest } from 'next/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { proxy } from '@/proxy';
import { contentSecurityPolicy } from '@/lib/server/page-headers';

/** What the proxy answers to a request by this path and these headers. */
async function ask(path: string, headers: Record<string, string> = {}) {
  const given = { host: 'localhost:20002', ...headers };
  return proxy(new NextRequest(`http://localhost:20002${path}`, { headers: given }));
}

const nonceOf = (policy: string | null) => /'nonce-([^']+)'/.exec(policy ?? '')?.[1];

describe('the proxy', () => {
  it.each(['/', '/graph', '/_next/static/chunk.js', '/no-such-page', '/GRAPH', '//evil'])(
    'refuses an unknown host for %s',
    async (path) => {
      const response = await ask(path, { host: 'evil.example' });
      expect(response.status).toBe(421);
      expect(await response.text()).not.toContain('<');
    },
  );

  it('ignores what a forwarded header says of the host', async () => {
    const response = await ask('/', { host: 'evil.example', 'x-forwarded-host': 'localhost' });
    expect(response.status).toBe(421);
  });

  it('leaves the API to its guard, which knows where probes may come from', async () => {
    const response = await ask('/healthz', { host: '10.0.0.7:20002' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toBeNull();
  });

  it('gives every page the whole set of headers', async () => {
    const { headers } = await ask('/graph');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toMatch(/unsafe-inline|unsafe-eval|upgrade-insecure-requests|ws:|\*/);
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('strict-transport-security')).toBeNull();
  });

  it('makes a nonce of its own for each request', async () => {
    const seen = await Promise.all(Array.from({ length: 20 }, () => ask('/')));
    const nonces = seen.map(({ headers }) => nonceOf(headers.get('content-security-policy')));
    expect(new Set(nonces).size).toBe(20);
    for (const nonce of nonces) expect(nonce?.length).toBeGreaterThanOrEqual(32);
  });

  it.each(['/', '/api/v1/status', '/graph?_rsc=1'])(
    'lets no policy or nonce of the caller reach the renderer of %s',
    async (path) => {
      const { headers } = await ask(path, {
        'content-security-policy': "script-src 'nonce-\"><script>alert(1)</script>'",
        'content-security-policy-report-only': "script-src 'nonce-evil'",
        'x-nonce': 'evil',
        'next-router-prefetch': '1',
      });
      const passedOn = headers.get('x-middleware-request-content-security-policy');
      expect(nonceOf(passedOn)).toBe(headers.get('x-middleware-request-x-nonce'));
      expect(passedOn).not.toContain('alert');
      expect([...headers].join()).not.toMatch(/evil|alert/);
    },
  );

  it('gives a worker the policy of files, which lets it load its parts', async () => {
    const { headers } = await ask('/_next/static/chunks/worker.js');
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; connect-src 'self'",
    );
  });
});

describe('the proxy with AUTH=token', () => {
  async function strict() {
    const folder = mkdtempSync(join(tmpdir(), 'alidade-test-'));
    writeFileSync(join(folder, 'key'), randomBytes(48).toString('base64'), { mode: 0o600 });
    writeFileSync(join(folder, 'kubeconfig'), '{}', { mode: 0o600 });
    vi.stubEnv('AUTH', 'token');
    vi.stubEnv('SESSION_KEY_FILE', join(folder, 'key'));
    vi.stubEnv('KUBECONFIG', join(folder, 'kubeconfig'));
    vi.resetModules();
    const { proxy: strictProxy } = await import('@/proxy');
    return (path: string, headers: Record<string, string> = {}) =>
      strictProxy(
        new NextRequest(`http://localhost:20002${path}`, {
          headers: { host: 'localhost', ...headers },
        }),
      );
  }
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.resetModules();
  });

  it.each([
    ['/', '/sign-in'],
    ['/graph?ns=shop', '/sign-in?from=%2Fgraph%3Fns%3Dshop'],
    ['//evil.example/x', '/sign-in?from=%2F%2Fevil.example%2Fx'],
  ])('sends a stranger from %s to sign in, and nowhere else', async (path, location) => {
    const response = await (await strict())(path);
    expect(response.status).toBe(307);
    // Absolute, which Next insists on.
    expect(response.headers.get('location')).toBe(`http://localhost:20002${location}`);
  });

  it('does not take a forged cookie for a session', async () => {
    const response = await (await strict())('/', { cookie: 'alidade-session.0=a.b.c.d.e' });
    expect(response.status).toBe(307);
  });

  it.each(['/sign-in', '/_next/static/chunk.js', '/icon.svg'])(
    'shows strangers %s',
    async (path) => {
      expect((await (await strict())(path)).status).toBe(200);
    },
  );
});

describe('the policy of pages', () => {
  it('allows evaluation only in development', () => {
    const of = (development: boolean) => contentSecurityPolicy({ nonce: 'n', development });
    expect(of(true)).toContain("'unsafe-eval'");
    expect(of(false)).not.toContain("'unsafe-eval'");
  });
});
