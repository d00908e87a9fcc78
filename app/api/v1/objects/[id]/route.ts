import { MAX_INTENT_BYTES, objectIntentSchema, objectRemovalSchema } from '@/lib/contract/objects';
import { methodsOf, NO_QUERY, withGuards } from '@/lib/server/guard/guard';
import { applyObject, removeObject } from '@/lib/server/use-cases/change-object';
import { loadMeshObject } from '@/lib/server/use-cases/load-mesh-objects';

const ROUTE = '/api/v1/objects/{id}';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  GET: withGuards({ route: ROUTE, query: NO_QUERY }, (call) =>
    loadMeshObject(call.runtime, call.identity, call.params['id'] ?? '', call.signal),
  ),
  PATCH: withGuards(
    { route: ROUTE, query: NO_QUERY, maxBodyBytes: MAX_INTENT_BYTES },
    async (call) => {
      const intent = await call.readBody(objectIntentSchema);
      return applyObject(call.runtime, call.identity, call.params['id'] ?? '', intent, call.signal);
    },
  ),
  DELETE: withGuards({ route: ROUTE, query: objectRemovalSchema }, (call) => {
    const { resourceVersion } = call.query;
    const id = call.params['id'] ?? '';
    return removeObject(call.runtime, call.identity, id, resourceVersion, call.signal);
  }),
});
