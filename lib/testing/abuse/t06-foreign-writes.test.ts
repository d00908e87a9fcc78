import { z } from 'zod';
import type * as guardModule from '@/lib/server/guard/guard';
import type { RouteHandler } from '@/lib/server/guard/guard';
import type * as testRuntimeModule from '@/lib/server/testing/test-runtime';
import { describeAbuse, edit, tryEach } from '@/lib/testing/abuse/abuse';
import {
  BROWSER,
  CHECKS,
  FOREIGN_HEADERS,
  MISSING_CHECKS,
  OURS,
  type SentHeaders,
} from '@/lib/testing/abuse/foreign-headers';

const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE'];
/** Methods that change nothing, beside what some frameworks take for the true method. */
const SAFE = ['GET', 'HEAD', 'OPTIONS'];
const OVERRIDES = ['x-http-method-override', 'x-http-method', 'x-method-override', '_method'];

interface Attack {
  readonly method: string;
  readonly headers: SentHeaders;
}

const FOREIGN: readonly Attack[] = FOREIGN_HEADERS.flatMap((headers) =>
  METHODS.map((method) => ({ method, headers })),
);

const DISGUISED: readonly Attack[] = SAFE.flatMap((method) =>
  OVERRIDES.flatMap((name) =>
    METHODS.map((meant) => ({
      method,
      headers: { ...BROWSER, [name]: meant, 'content-type': 'application/json', 'x-alidade': '1' },
    })),
  ),
);

/** A route that reads and writes, and what it wrote. */
function routeOf({ createGuard, testRuntime, NO_QUERY }: Product) {
  const wrote: unknown[] = [];
  const { withGuards } = createGuard(() => testRuntime());
  const options = { route: '/', query: NO_QUERY };
  const write = withGuards(options, async ({ readBody }) => {
    wrote.push(await readBody(z.unknown()));
    return 'written';
  });
  const read = withGuards(options, () => Promise.resolve('read'));
  const handlers = new Map<string, RouteHandler>(METHODS.map((method) => [method, write]));
  const send = ({ method, headers }: Attack) => {
    const given = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
      value === null ? [] : [[name, value]],
    );
    const body = METHODS.includes(method) ? { body: '{"weight":1}' } : {};
    const request = new Request(`${OURS}/`, { method, headers: given, ...body });
    return (handlers.get(method) ?? read)(request, { params: Promise.resolve({}) });
  };
  return { send, wrote };
}

type Product = typeof guardModule & typeof testRuntimeModule;

describeAbuse<Product>('T6: a change that another page asks for', {
  product: async (load) => ({
    ...(await load<typeof guardModule>('lib/server/guard/guard.ts')),
    ...(await load<typeof testRuntimeModule>('lib/server/testing/test-runtime.ts')),
  }),
  async works(product) {
    const { send, wrote } = routeOf(product);
    const headers = {
      ...BROWSER,
      origin: OURS,
      'content-type': 'application/json',
      'x-alidade': '1',
    };
    await send({ method: 'PATCH', headers });
    await send({ method: 'PATCH', headers: { ...headers, 'sec-fetch-site': 'same-origin' } });
    if (wrote.length !== 2) throw new Error('our own page cannot write');
  },
  attack(product) {
    const { send, wrote } = routeOf(product);
    return tryEach([...FOREIGN, ...DISGUISED], async (attack) => {
      const { status } = await send(attack);
      if (wrote.splice(0).length > 0) return 'was written';
      const isWrite = METHODS.includes(attack.method);
      return !isWrite || status === 403 || status === 415 ? null : `was answered ${status}`;
    });
  },
  atLeast: 5000,
  figure: 'F10',
  defects: [
    ...MISSING_CHECKS,
    edit('the refusal of sandboxed frames', CHECKS, "isOurs && origin !== 'null'", 'isOurs'),
    edit(
      'the difference between a site and an origin',
      CHECKS,
      "site === 'same-origin'",
      "site.startsWith('same-')",
    ),
    edit(
      'an origin that is held to the letter',
      CHECKS,
      "origin === `http://${request.headers.get('host') ?? ''}`",
      "origin?.startsWith(`http://${request.headers.get('host') ?? ''}`)",
    ),
    edit(
      'writes that stay writes',
      CHECKS,
      "return method === 'GET' ||",
      "return method === 'DELETE' || method === 'GET' ||",
    ),
  ],
});
