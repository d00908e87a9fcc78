import { readdirSync } from 'node:fs';
import { NextRequest } from 'next/server';
import { afterEach, vi } from 'vitest';
import type { RouteHandler } from '@/lib/server/guard/guard';
import type * as testRuntimeModule from '@/lib/server/testing/test-runtime';
import { describeAbuse, edit, tryEach, type Load } from '@/lib/testing/abuse/abuse';

const root = new URL('..', import.meta.url).pathname;
const FILES = readdirSync(`${root}app`, { recursive: true, encoding: 'utf8' }).toSorted();
const PAGES = FILES.filter((file) => file.endsWith('page.tsx')).map(pathOf);
const ROUTES = FILES.filter((file) => file.endsWith('route.ts'));

/** Where a page or a route is, with `x` for what its address names. */
function pathOf(file: string): string {
  const path = `/${file}`.replace(/\/\([a-z]+\)/g, '').replace(/\[[a-z]+\]/gi, 'x');
  return path.replace(/\/(page\.tsx|route\.ts)$/, '') || '/';
}

const isPanel = (path: string) => path.startsWith('/embed/');

/** What every answer has, whatever it is of. */
const ALWAYS: Readonly<Record<string, string>> = {
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};
/** What would tell more than it should, or cannot be kept over plain http. */
const NEVER = [
  'server',
  'x-powered-by',
  'strict-transport-security',
  'access-control-allow-origin',
];

const POLICY_OF_PAGES = [
  ...["default-src 'none'", "object-src 'none'", "base-uri 'none'", "form-action 'none'"],
  ...["frame-src 'none'", "connect-src 'self'", "font-src 'self'", "img-src 'self' data:"],
  "require-trusted-types-for 'script'",
];
const UNSAFE = /unsafe-|upgrade-insecure|\*|https?:(?!\/\/)|blob:|ws:/;

function wrongHeaders(headers: Headers, wanted: Readonly<Record<string, string>>): string[] {
  const wrong = Object.entries({ ...ALWAYS, ...wanted }).filter(
    ([name, value]) => headers.get(name) !== value,
  );
  return [...wrong.map(([name]) => name), ...NEVER.filter((name) => headers.has(name))];
}

/** What is wrong with the headers of a page. */
function wrongWithPage({ headers }: Response, ancestors: string): string | null {
  const isFramed = ancestors !== "'none'";
  const policy = headers.get('content-security-policy') ?? '';
  const directives = policy.split('; ');
  const missing = [...POLICY_OF_PAGES, `frame-ancestors ${ancestors}`].filter(
    (directive) => !directives.includes(directive),
  );
  const wanted = {
    'cross-origin-opener-policy': 'same-origin',
    ...(isFramed ? {} : { 'x-frame-options': 'DENY' }),
  };
  const wrong = [
    ...missing,
    ...wrongHeaders(headers, wanted),
    ...(UNSAFE.test(policy) ? ['an unsafe policy'] : []),
    ...(/script-src 'self' 'nonce-[^']{32,}' 'strict-dynamic'(;|$)/.test(policy) ? [] : ['nonce']),
    ...(isFramed && headers.has('x-frame-options') ? ['x-frame-options'] : []),
    ...(headers.get('permissions-policy')?.includes('camera=()') === true ? [] : ['permissions']),
  ];
  return wrong.length === 0 ? null : `is wrong: ${wrong.join(', ')}`;
}

/** What is wrong with the headers of an answer of the API. */
function wrongWithAnswer({ headers }: Response): string | null {
  const wrong = wrongHeaders(headers, {
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'x-frame-options': 'DENY',
  });
  return wrong.length === 0 ? null : `is wrong: ${wrong.join(', ')}`;
}

type Proxy = (request: NextRequest) => Promise<Response>;

/** The proxy of a console that lets these origins frame its panels. */
async function proxyFor(load: Load, ancestors: string): Promise<Proxy> {
  vi.stubEnv('EMBED_ANCESTORS', ancestors);
  vi.stubEnv('EMBED_NAMESPACES', ancestors === '' ? '' : 'shop');
  // The environment is read once by each copy of its module, at the first request.
  vi.resetModules();
  const { proxy } = await load<{ proxy: Proxy }>('proxy.ts');
  await ask(proxy, '/');
  return proxy;
}

const ask = (proxy: Proxy, path: string, method = 'GET', headers: Record<string, string> = {}) =>
  proxy(
    new NextRequest(`http://localhost:20002${path}`, {
      method,
      headers: { host: 'localhost:20002', ...headers },
    }),
  );

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

const HEADERS = 'lib/server/page-headers.ts';

/** Ways to ask for a page. */
const ASKED: readonly (readonly [string, Record<string, string>])[] = [
  ['', {}],
  ['?ns=shop', { cookie: 'alidade-session.0=a' }],
  ['?_rsc=1', { rsc: '1' }],
  ['', { 'next-router-prefetch': '1' }],
  ['', { 'content-security-policy': "script-src 'unsafe-inline' *" }],
];

describeAbuse('F19: a page without its headers, or in a frame of another origin', {
  product: async (load) => {
    const settings = ['', 'https://grafana.example', 'https://a.example,http://localhost:3000'];
    const proxies: [string, Proxy][] = [];
    for (const each of settings) proxies.push([each, await proxyFor(load, each)]);
    return proxies;
  },
  async works(proxies) {
    for (const [, proxy] of proxies) {
      if ((await ask(proxy, '/')).status !== 200) throw new Error('no page is served');
    }
  },
  async attack(proxies) {
    const places = [
      ...PAGES,
      '/no-such-page',
      '/embed',
      '/embed/no-such',
      '/EMBED/graph',
      '//evil',
    ];
    const asked = proxies.flatMap(([ancestors, proxy]) =>
      places.flatMap((path) =>
        ASKED.flatMap(([query, headers]) =>
          ['GET', 'HEAD'].map((method) => ({ ancestors, proxy, path, query, headers, method })),
        ),
      ),
    );
    const outcome = await tryEach(
      asked,
      async ({ ancestors, proxy, path, query, headers, method }) => {
        const response = await ask(proxy, path + query, method, headers);
        const isServed = isPanel(path) && PAGES.includes(path) && ancestors !== '';
        // A refusal is text, and has the headers but for the policy of documents.
        if (response.status === 404) {
          return wrongHeaders(response.headers, { 'x-frame-options': 'DENY' })[0] ?? null;
        }
        return wrongWithPage(response, isServed ? ancestors.replace(',', ' ') : "'none'");
      },
    );
    return { ...outcome, counts: { pages: PAGES.length, listsOfAncestors: proxies.length } };
  },
  atLeast: 500,
  figure: 'F19',
  defects: [
    edit('nosniff', HEADERS, "  'x-content-type-options': 'nosniff',\n", ''),
    edit('the header for old browsers', HEADERS, "  'x-frame-options': 'DENY',\n", ''),
    edit(
      'the policy of frames',
      HEADERS,
      'ancestors.length === 0 ? ["\'none\'"] : ancestors',
      '[]',
    ),
    edit(
      'the difference between a panel and a page',
      'proxy.ts',
      'isEmbedded ? config.embedAncestors : []',
      'config.embedAncestors',
    ),
    edit('trusted types', HEADERS, "'require-trusted-types-for': [\"'script'\"], ", ''),
    edit('a nonce', HEADERS, "      `'nonce-${nonce}'`,\n", ''),
  ],
});

interface Handlers {
  readonly path: string;
  readonly handlers: Readonly<Record<string, RouteHandler>>;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

describeAbuse<readonly Handlers[]>('F19: an answer of the API without its headers', {
  product: async (load) => {
    const runtimes = await load<typeof testRuntimeModule>('lib/server/testing/test-runtime.ts');
    globalThis.alidade = { runtime: runtimes.testRuntime(), madeBy: Symbol('test') };
    const loaded: Handlers[] = [];
    for (const file of ROUTES) {
      const handlers = await load<Record<string, RouteHandler>>(`app/${file}`);
      loaded.push({ path: pathOf(file), handlers });
    }
    return loaded;
  },
  async works(routes) {
    const health = routes.find(({ path }) => path === '/healthz');
    const answer = await health?.handlers['GET']?.(requestOf('/healthz', 'GET', 'localhost'), {
      params: Promise.resolve({}),
    });
    if (answer?.status !== 200) throw new Error('the console does not answer');
  },
  async attack(routes) {
    const asked = routes.flatMap(({ path, handlers }) =>
      METHODS.flatMap((method) =>
        ['localhost', 'evil.example'].flatMap((host) =>
          ['', '?unknown=1', '?node=x'].map((query) => ({ path, handlers, method, host, query })),
        ),
      ),
    );
    const outcome = await tryEach(asked, async ({ path, handlers, method, host, query }) => {
      const handler = handlers[method];
      if (handler === undefined) return 'has no such handler';
      const params = Promise.resolve({ id: 'x' });
      return wrongWithAnswer(await handler(requestOf(path + query, method, host), { params }));
    });
    return { ...outcome, counts: { routes: routes.length, methods: METHODS.length } };
  },
  atLeast: 1000,
  figure: 'F19',
  defects: [
    edit('nosniff', 'lib/server/guard/headers.ts', "  'x-content-type-options': 'nosniff',\n", ''),
    edit('no-store', 'lib/server/guard/headers.ts', "  'cache-control': 'no-store',\n", ''),
    edit(
      'headers at all',
      'lib/server/guard/guard.ts',
      'response.headers.set(name, value);',
      'void [name, value];',
    ),
  ],
});

function requestOf(path: string, method: string, host: string): Request {
  const body = method === 'GET' || method === 'OPTIONS' ? {} : { body: '{}' };
  const headers = {
    ...{ host, origin: 'http://localhost', 'sec-fetch-site': 'same-origin', 'x-alidade': '1' },
    'content-type': 'application/json',
  };
  return new Request(`http://localhost${path}`, { method, headers, ...body });
}
