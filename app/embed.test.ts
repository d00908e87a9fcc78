import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NextRequest } from 'next/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { embedIdentity } from '@/lib/server/access/identify';
import type { PanelQuestion } from '@/lib/server/access/panel-identity';
import { createGuard, NO_QUERY, type RouteHandler } from '@/lib/server/guard/guard';
import { testRuntime } from '@/lib/server/testing/test-runtime';

const root = new URL('..', import.meta.url).pathname;
const EMBEDDED = readdirSync(`${root}app/embed`, { recursive: true, encoding: 'utf8' })
  .map((path) => `app/embed/${path}`)
  .toSorted();
const PAGES = EMBEDDED.filter((path) => path.endsWith('/page.tsx'));
const ROUTES = EMBEDDED.filter((path) => path.endsWith('/route.ts'));
const addressOf = (page: string) => page.replace(/^app|\/page\.tsx$/g, '');

const ANCESTORS = 'https://grafana.example,http://localhost:3000';
const SETTINGS = { EMBED_ANCESTORS: ANCESTORS, EMBED_NAMESPACES: 'shop' };

/** The proxy of a console with these settings. */
async function proxyWith(settings: Record<string, string>) {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  vi.resetModules();
  const { proxy } = await import('@/proxy');
  return (path: string, init: { method?: string; headers?: Record<string, string> } = {}) =>
    proxy(
      new NextRequest(`http://localhost:20002${path}`, {
        method: init.method ?? 'GET',
        headers: { host: 'localhost:20002', ...init.headers },
      }),
    );
}

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

const ancestorsOf = ({ headers }: Response) =>
  /frame-ancestors ([^;]*)/.exec(headers.get('content-security-policy') ?? '')?.[1];

describe('a page that is embedded', () => {
  it.each(PAGES)('%s may be framed by the listed origins alone', async (page) => {
    const ask = await proxyWith(SETTINGS);
    const response = await ask(addressOf(page));
    expect(response.status).toBe(200);
    expect(ancestorsOf(response)).toBe(ANCESTORS.replace(',', ' '));
    expect(response.headers.get('x-frame-options')).toBeNull();
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  it.each([
    '/',
    '/graph',
    '/embed',
    '/embed/',
    '/embed/graph/x',
    '/EMBED/graph',
    '/embed/../graph',
  ])('is not %s, which nobody may frame', async (path) => {
    const response = await (await proxyWith(SETTINGS))(path);
    expect(ancestorsOf(response)).toBe("'none'");
    expect(response.headers.get('x-frame-options')).toBe('DENY');
  });

  it.each(PAGES)('%s is not there where nothing is embedded', async (page) => {
    const response = await (await proxyWith({}))(addressOf(page));
    expect(response.status).toBe(404);
    expect(response.headers.get('x-frame-options')).toBe('DENY');
  });

  it.each(PAGES)('%s can only be looked at, and only by a host on the list', async (page) => {
    const ask = await proxyWith(SETTINGS);
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      const response = await ask(addressOf(page), { method, headers: { 'next-action': 'x' } });
      expect(response.status, method).toBe(405);
    }
    expect((await ask(addressOf(page), { method: 'HEAD' })).status).toBe(200);
    expect((await ask(addressOf(page), { headers: { host: 'evil.example' } })).status).toBe(421);
  });
});

const ORIGINS = [
  'http://localhost:20002',
  'https://grafana.example',
  'https://evil.example',
  'null',
];

describe('the API of what is embedded', () => {
  it.each(ROUTES)('%s lets no write through, of any method and origin', async (path) => {
    const exported = z.looseObject({}).parse(await import(/* @vite-ignore */ `${root}${path}`));
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      for (const origin of ORIGINS) {
        const handler = exported[method];
        if (!isHandler(handler)) throw new Error(`${method} of ${path}`);
        const { status } = await send(handler, method, origin);
        expect([403, 405], `${method} of ${origin}`).toContain(status);
      }
    }
  });

  it.each(ROUTES)('%s goes through the guard of what is embedded', (path) => {
    expect(readFileSync(root + path, 'utf8')).toMatch(/GET: withEmbedGuards\(/);
  });

  it('is refused what changes something, even where a route would have it', async () => {
    const runtime = testRuntime({ config: { embedNamespaces: ['shop'] } });
    const guard = createGuard(() => runtime);
    const wrote: string[] = [];
    const options = { route: '/test', query: NO_QUERY, asks };
    const work = (name: string) => () => Promise.resolve(wrote.push(name));
    const embedded = guard.withEmbedGuards(options, work('embedded'));
    expect((await send(embedded, 'PATCH', ORIGINS[0])).status).toBe(405);
    expect(wrote).toEqual([]);
    // The same request, where the guard is that of the console.
    const console = guard.withGuards(options, work('console'));
    expect((await send(console, 'PATCH', ORIGINS[0])).status).toBe(200);
    expect(wrote).toEqual(['console']);
  });

  it('is not there where nothing is embedded', async () => {
    const { withEmbedGuards } = createGuard(() => testRuntime());
    const handler = withEmbedGuards({ route: '/test', query: NO_QUERY, asks }, () =>
      Promise.resolve({}),
    );
    expect((await send(handler, 'GET')).status).toBe(404);
  });

  it('gives everybody the same namespaces, and nothing to write with', async () => {
    const runtime = testRuntime({ config: { embedNamespaces: ['shop'], writes: true } });
    const identity = embedIdentity(runtime);
    expect(identity).toMatchObject({ onlyNamespaces: ['shop'], writer: null });
    expect((await runtime.identify(new Request('http://localhost/')))?.onlyNamespaces).toBeNull();
  });
});

function asks(): PanelQuestion {
  return { panel: 'graph', namespaces: [], subject: {} };
}

function isHandler(value: unknown): value is RouteHandler {
  return typeof value === 'function';
}

/** A write as our own page would send it, from an origin. */
function send(handler: RouteHandler, method: string, origin = 'null'): Promise<Response> {
  const request = new Request('http://localhost:20002/test', {
    method,
    headers: {
      host: 'localhost:20002',
      origin,
      'sec-fetch-site': origin === 'http://localhost:20002' ? 'same-origin' : 'cross-site',
      'content-type': 'application/json',
      'x-alidade': '1',
      cookie: 'alidade-session=stolen',
    },
    ...(method === 'GET' ? {} : { body: '{}' }),
  });
  return handler(request, { params: Promise.resolve({}) });
}

const WRITES = 'lib/client/writes.ts';

describe('the code of what is embedded', () => {
  it.each(PAGES)('%s reaches nothing that writes', (page) => {
    expect([...reachedFrom([page, 'app/layout.tsx', 'app/providers.tsx'])]).not.toContain(WRITES);
  });

  it('would reach it, were it that of the console', () => {
    expect([...reachedFrom(['app/(console)/traffic/page.tsx'])]).toContain(WRITES);
  });

  it('has one place alone that sends the header without which every write is refused', () => {
    const sources = ['app', 'components', 'lib/client', 'lib/viz', 'lib/contract', 'lib/domain']
      .flatMap((folder) =>
        readdirSync(root + folder, { recursive: true, encoding: 'utf8' }).map(
          (path) => `${folder}/${path}`,
        ),
      )
      .filter((path) => /(?<!\.test)\.tsx?$/.test(path));
    const sending = sources.filter((path) =>
      readFileSync(root + path, 'utf8').includes("'x-alidade'"),
    );
    expect(sending).toEqual([WRITES]);
  });
});

/** All files of ours that these import, directly or not. */
function reachedFrom(starts: readonly string[]): ReadonlySet<string> {
  const reached = new Set(starts);
  for (const path of reached) {
    const source = readFileSync(root + path, 'utf8');
    const imports = source.matchAll(/(?:from|import\(?|URL\()\s*'(@\/|\.{1,2}\/)([^']+)'/g);
    for (const [, start, rest] of imports) {
      const base = start === '@/' ? rest : join(dirname(path), `${start ?? ''}${rest ?? ''}`);
      const found = ['', '.ts', '.tsx']
        .map((ending) => `${base ?? ''}${ending}`)
        .find((file) => /\.tsx?$/.test(file) && existsSync(root + file));
      if (found !== undefined) reached.add(found);
    }
  }
  return reached;
}
