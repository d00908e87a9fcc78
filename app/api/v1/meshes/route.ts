import { methodsOf, NO_QUERY, withGuards } from '@/lib/server/guard/guard';
import { loadMeshes } from '@/lib/server/use-cases/load-meshes';

const ROUTE = '/api/v1/meshes';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  GET: withGuards({ route: ROUTE, query: NO_QUERY }, (call) =>
    loadMeshes(call.runtime, call.identity, call.signal),
  ),
});
