import { operationsQuerySchema } from '@/lib/contract/traces-query';
import { methodsOf, withGuards } from '@/lib/server/guard/guard';
import { loadTraceOperations } from '@/lib/server/use-cases/load-traces';

const ROUTE = '/api/v1/traces/operations';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  GET: withGuards({ route: ROUTE, query: operationsQuerySchema }, (call) =>
    loadTraceOperations(call.runtime, call.identity, call.query.service, call.signal),
  ),
});
