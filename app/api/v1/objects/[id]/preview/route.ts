import { MAX_INTENT_BYTES, objectIntentSchema } from '@/lib/contract/objects';
import { methodsOf, NO_QUERY, withGuards } from '@/lib/server/guard/guard';
import { previewObject } from '@/lib/server/use-cases/change-object';

const ROUTE = '/api/v1/objects/{id}/preview';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  POST: withGuards(
    { route: ROUTE, query: NO_QUERY, maxBodyBytes: MAX_INTENT_BYTES },
    async (call) => {
      const intent = await call.readBody(objectIntentSchema);
      const id = call.params['id'] ?? '';
      return previewObject(call.runtime, call.identity, id, intent, call.signal);
    },
  ),
});
