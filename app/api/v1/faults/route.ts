import { methodsOf, NO_QUERY, withGuards } from '@/lib/server/guard/guard';
import { loadFaults } from '@/lib/server/use-cases/load-resilience';

const ROUTE = '/api/v1/faults';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  GET: withGuards({ route: ROUTE, query: NO_QUERY }, (call) =>
    loadFaults(call.runtime, call.identity, call.signal),
  ),
});
