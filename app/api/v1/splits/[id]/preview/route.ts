import { splitIntentSchema } from '@/lib/contract/splits';
import { methodsOf, NO_QUERY, withGuards } from '@/lib/server/guard/guard';
import { previewSplit } from '@/lib/server/use-cases/change-split';

const ROUTE = '/api/v1/splits/{id}/preview';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  POST: withGuards({ route: ROUTE, query: NO_QUERY }, async (call) => {
    const intent = await call.readBody(splitIntentSchema);
    return previewSplit(call.runtime, call.identity, call.params['id'] ?? '', intent, call.signal);
  }),
});
