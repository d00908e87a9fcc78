import { z } from 'zod';
import type { RouteHandler } from '@/lib/server/guard/guard';
import type * as testRuntimeModule from '@/lib/server/testing/test-runtime';
import type { TestRuntimeParts } from '@/lib/server/testing/test-runtime';

/** The handlers of the API as Next calls them, on a runtime of the test. */
export interface AttackedRoutes {
  /** Asks a route, such as `/api/v1/graph`. */
  readonly get: (route: string, query: string) => Promise<Response>;
}

/** Loads modules of the product, with a defect or without. */
type Load = <Module>(path: string) => Promise<Module>;

interface RouteModule {
  readonly GET: RouteHandler;
}

/** Puts the routes on a runtime made of these parts. One at a time: the runtime belongs to the process. */
export async function attackedRoutes(
  load: Load,
  routes: readonly string[],
  parts: TestRuntimeParts,
): Promise<AttackedRoutes> {
  const { testRuntime } = await load<typeof testRuntimeModule>(
    'lib/server/testing/test-runtime.ts',
  );
  const handlers = new Map<string, RouteHandler>();
  for (const route of routes) {
    const { GET } = await load<RouteModule>(`app${route}/route.ts`);
    handlers.set(route, GET);
  }
  globalThis.alidade = { runtime: testRuntime(parts), madeBy: Symbol('test') };
  return {
    get(route, query) {
      const request = new Request(`http://localhost${route}?${query}`, {
        headers: { host: 'localhost' },
      });
      const handler = handlers.get(route);
      if (handler === undefined) throw new Error(`${route} was not loaded`);
      return handler(request, { params: Promise.resolve({}) });
    },
  };
}

const problem = z.strictObject({
  type: z.literal('urn:alidade:problem:invalid-request'),
  title: z.string(),
  status: z.literal(400),
  detail: z.string(),
});

/** What is wrong with a refusal; null when it is the typed one of a request that is not valid. */
export async function notRefused(response: Response): Promise<string | null> {
  const text = await response.text();
  if (response.status !== 400) return `answered ${response.status} ${text.slice(0, 200)}`;
  const isTyped =
    response.headers.get('content-type') === 'application/problem+json' &&
    problem.safeParse(JSON.parse(text)).success;
  if (!isTyped) return `refused in another form: ${text.slice(0, 200)}`;
  return /\n\s+at |node_modules|\.ts:/.test(text)
    ? `told where it is: ${text.slice(0, 200)}`
    : null;
}
