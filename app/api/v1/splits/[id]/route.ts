import { splitIntentSchema } from '@/lib/contract/splits';
import { methodsOf, NO_QUERY, withGuards } from '@/lib/server/guard/guard';
import { applySplit } from '@/lib/server/use-cases/change-split';
import { loadSplit } from '@/lib/server/use-cases/load-splits';

const ROUTE = '/api/v1/splits/{id}';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  GET: withGuards({ route: ROUTE, query: NO_QUERY }, (call) =>
    loadSplit(call.runtime, call.identity, call.params['id'] ?? '', call.signal),
  ),
  PATCH: withGuards({ route: ROUTE, query: NO_QUERY }, async (call) => {
    const intent = await call.readBody(splitIntentSchema);
    return applySplit(call.runtime, call.identity, call.params['id'] ?? '', intent, call.signal);
  }),
});
