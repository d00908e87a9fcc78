import { methodsOf, NO_QUERY, withGuards } from '@/lib/server/guard/guard';
import { loadTraceServices } from '@/lib/server/use-cases/load-traces';

const ROUTE = '/api/v1/traces/services';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  GET: withGuards({ route: ROUTE, query: NO_QUERY }, (call) =>
    loadTraceServices(call.runtime, call.identity, call.signal),
  ),
});
