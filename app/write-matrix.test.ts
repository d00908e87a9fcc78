import { readdirSync } from 'node:fs';
import type { RouteHandler } from '@/lib/server/guard/guard';
import type * as testRuntimeModule from '@/lib/server/testing/test-runtime';
import { describeAbuse, tryEach, type Load } from '@/lib/testing/abuse/abuse';
import {
  BROWSER,
  FOREIGN_HEADERS,
  MISSING_CHECKS,
  OURS,
  type SentHeaders,
} from '@/lib/testing/abuse/foreign-headers';
import { sized } from '@/lib/testing/figures';

const root = new URL('..', import.meta.url).pathname;
const ROUTES = readdirSync(`${root}app`, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('route.ts'))
  .toSorted();
const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE'];

/** Of the mixtures of headers, those that each handler gets; the next handler gets the next ones. */
const MIXTURES_OF_A_HANDLER = sized(16, FOREIGN_HEADERS.length);

interface Route {
  readonly path: string;
  readonly handlers: Readonly<Record<string, RouteHandler>>;
}

/** Every handler of the console, where changes are on and everybody is its operator. */
async function routesOf(load: Load): Promise<readonly Route[]> {
  const { testRuntime } = await load<typeof testRuntimeModule>(
    'lib/server/testing/test-runtime.ts',
  );
  const config = { writes: true, embedNamespaces: ['shop'] };
  globalThis.alidade = { runtime: testRuntime({ config }), madeBy: Symbol('test') };
  const routes: Route[] = [];
  for (const file of ROUTES) {
    routes.push({ path: file, handlers: await load<Route['handlers']>(`app/${file}`) });
  }
  return routes;
}

async function statusOf({ handlers }: Route, method: string, headers: SentHeaders) {
  const sent = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === null ? [] : [[name, value]],
  );
  const request = new Request(`${OURS}/`, { method, headers: sent, body: '{}' });
  const answer = await handlers[method]?.(request, { params: Promise.resolve({ id: 'x' }) });
  return answer?.status ?? 0;
}

const ALLOWED: SentHeaders = {
  ...BROWSER,
  origin: OURS,
  'sec-fetch-site': 'same-origin',
  'content-type': 'application/json',
  'x-alidade': '1',
};

/** Mixtures that differ in one header from what our own page sends: each handler gets all of them. */
const NEAR = FOREIGN_HEADERS.filter(
  (headers) => Object.keys(ALLOWED).filter((name) => headers[name] !== ALLOWED[name]).length === 1,
);

/** Steps of a prime go through all of them, in every order of origin, site, type and mark. */
function mixturesOf(handler: number): readonly SentHeaders[] {
  const some = Array.from({ length: MIXTURES_OF_A_HANDLER }, (_, i) => {
    const at = (handler * MIXTURES_OF_A_HANDLER + i) * 331;
    return FOREIGN_HEADERS[at % FOREIGN_HEADERS.length] ?? ALLOWED;
  });
  return [...NEAR, ...some];
}

/** How the guard turns something away; what comes further has another status. */
const TURNED_AWAY: ReadonlySet<number> = new Set([403, 405, 415]);

describeAbuse('F10: a change that another page asks any route for', {
  product: routesOf,
  async works(routes) {
    const own = await Promise.all(
      routes.flatMap((route) => METHODS.map((method) => statusOf(route, method, ALLOWED))),
    );
    // Bodies are empty and nothing is configured: it comes so far that this is found out.
    if (own.filter((status) => !TURNED_AWAY.has(status)).length < 10) {
      throw new Error('our own page is turned away too');
    }
  },
  async attack(routes) {
    const attacks = routes.flatMap((route, r) =>
      METHODS.flatMap((method, m) =>
        mixturesOf(r * METHODS.length + m).map((headers) => ({ route, method, headers })),
      ),
    );
    const outcome = await tryEach(attacks, async ({ route, method, headers }) => {
      const status = await statusOf(route, method, headers);
      return TURNED_AWAY.has(status) ? null : `was answered ${status} by ${route.path}`;
    });
    const counts = { routes: routes.length, methods: METHODS.length };
    return { ...outcome, counts: { ...counts, mixtures: FOREIGN_HEADERS.length } };
  },
  atLeast: 2000,
  figure: 'F10',
  defects: MISSING_CHECKS,
});
