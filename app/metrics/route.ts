import { methodsOf, NO_QUERY, withOpenGuards } from '@/lib/server/guard/guard';

const ROUTE = '/metrics';

/** Our own metrics, in the format of Prometheus. They name routes and upstreams, never people or things. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  GET: withOpenGuards(
    { route: ROUTE, query: NO_QUERY, addressesAllowed: true },
    async ({ runtime }) => {
      const { text, contentType } = await runtime.metrics.expose();
      return new Response(text, { headers: { 'content-type': contentType } });
    },
  ),
});
