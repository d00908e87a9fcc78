import { methodsOf, NO_QUERY, withGuards } from '@/lib/server/guard/guard';
import { loadObjectSchema } from '@/lib/server/use-cases/load-mesh-objects';

const ROUTE = '/api/v1/objects/{id}/schema';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  GET: withGuards({ route: ROUTE, query: NO_QUERY }, (call) =>
    loadObjectSchema(call.runtime, call.identity, call.params['id'] ?? '', call.signal),
  ),
});
