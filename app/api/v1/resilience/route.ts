import { resilienceQuerySchema } from '@/lib/contract/resilience';
import { methodsOf, withGuards } from '@/lib/server/guard/guard';
import { loadResilience } from '@/lib/server/use-cases/load-resilience';

const ROUTE = '/api/v1/resilience';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  GET: withGuards({ route: ROUTE, query: resilienceQuerySchema }, (call) =>
    loadResilience(call.runtime, call.identity, call.query.node, call.signal),
  ),
});
