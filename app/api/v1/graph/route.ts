import { graphQuerySchema } from '@/lib/contract/queries';
import { methodsOf, withGuards } from '@/lib/server/guard/guard';
import { loadGraphBody } from '@/lib/server/use-cases/load-graph';

const ROUTE = '/api/v1/graph';

const JSON_BODY = { headers: { 'content-type': 'application/json' } };

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  GET: withGuards({ route: ROUTE, query: graphQuerySchema }, async (call) => {
    const body = await loadGraphBody(call.runtime, call.identity, call.query, call.signal);
    return new Response(body, JSON_BODY);
  }),
});
