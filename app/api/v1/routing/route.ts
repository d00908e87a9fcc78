import { routingQuerySchema } from '@/lib/contract/routing';
import { methodsOf, withGuards } from '@/lib/server/guard/guard';
import { loadRouting } from '@/lib/server/use-cases/load-routing';

const ROUTE = '/api/v1/routing';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  GET: withGuards({ route: ROUTE, query: routingQuerySchema }, (call) =>
    loadRouting(call.runtime, call.identity, call.query.node, call.signal),
  ),
});
