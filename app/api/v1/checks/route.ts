import { checksQuerySchema } from '@/lib/contract/queries';
import { methodsOf, withGuards } from '@/lib/server/guard/guard';
import { loadChecks } from '@/lib/server/use-cases/load-checks';

const ROUTE = '/api/v1/checks';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  GET: withGuards({ route: ROUTE, query: checksQuerySchema }, (call) =>
    loadChecks(call.runtime, call.identity, call.query, call.signal),
  ),
});
