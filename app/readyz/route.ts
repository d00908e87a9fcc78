import { methodsOf, NO_QUERY, withOpenGuards } from '@/lib/server/guard/guard';

const ROUTE = '/readyz';

/** Whether to send requests here. The configuration is valid, or this process would not have started. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  GET: withOpenGuards({ route: ROUTE, query: NO_QUERY, addressesAllowed: true }, ({ runtime }) => {
    const draining = runtime.lifecycle.isDraining();
    const body = { status: draining ? 'draining' : 'ready' };
    return Promise.resolve(Response.json(body, { status: draining ? 503 : 200 }));
  }),
});
