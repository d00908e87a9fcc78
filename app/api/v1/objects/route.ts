import { objectsQuerySchema } from '@/lib/contract/objects';
import { methodsOf, withGuards } from '@/lib/server/guard/guard';
import { loadMeshObjects } from '@/lib/server/use-cases/load-mesh-objects';

const ROUTE = '/api/v1/objects';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  GET: withGuards({ route: ROUTE, query: objectsQuerySchema }, (call) =>
    loadMeshObjects(call.runtime, call.identity, call.query, call.signal),
  ),
});
