import { signalsQuerySchema } from '@/lib/contract/queries';
import { methodsOf, withGuards } from '@/lib/server/guard/guard';
import { loadSignals } from '@/lib/server/use-cases/load-signals';

const ROUTE = '/api/v1/signals';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  GET: withGuards({ route: ROUTE, query: signalsQuerySchema }, (call) =>
    loadSignals(call.runtime, call.identity, call.query, call.signal),
  ),
});
