import { checksQuerySchema } from '@/lib/contract/queries';
import { methodsOf, withGuards } from '@/lib/server/guard/guard';
import { loadPractices } from '@/lib/server/use-cases/load-practices';

const ROUTE = '/api/v1/practices';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  GET: withGuards({ route: ROUTE, query: checksQuerySchema }, (call) =>
    loadPractices(call.runtime, call.identity, call.query, call.signal),
  ),
});
