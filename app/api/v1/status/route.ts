import { methodsOf, NO_QUERY, withOpenGuards } from '@/lib/server/guard/guard';
import { loadStatusFor } from '@/lib/server/use-cases/load-status';

const ROUTE = '/api/v1/status';

// Open, since the sign-in page must know how to sign in; it tells strangers nothing else.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  GET: withOpenGuards({ route: ROUTE, query: NO_QUERY }, ({ runtime, request, signal }) =>
    loadStatusFor(runtime, request, signal),
  ),
});
