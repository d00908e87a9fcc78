import { methodsOf, NO_QUERY, withGuards } from '@/lib/server/guard/guard';
import { loadNodeChecks } from '@/lib/server/use-cases/load-node-checks';

const ROUTE = '/api/v1/checks/nodes';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  GET: withGuards({ route: ROUTE, query: NO_QUERY }, (call) =>
    loadNodeChecks(call.runtime, call.identity, call.signal),
  ),
});
