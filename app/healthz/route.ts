import { methodsOf, NO_QUERY, withOpenGuards } from '@/lib/server/guard/guard';
import { MAX_LAG_MS } from '@/lib/server/lifecycle';

const ROUTE = '/healthz';

/** Whether the process lives: nothing else, so that a dead upstream restarts nobody. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  GET: withOpenGuards({ route: ROUTE, query: NO_QUERY, addressesAllowed: true }, ({ runtime }) => {
    const lagMs = Math.round(runtime.lifecycle.takeLagMs());
    const status = lagMs < MAX_LAG_MS ? 200 : 503;
    return Promise.resolve(Response.json({ eventLoopLagMs: lagMs }, { status }));
  }),
});
