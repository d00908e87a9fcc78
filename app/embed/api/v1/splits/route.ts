import { splitsQuerySchema } from '@/lib/contract/queries';
import { methodsOf, withEmbedGuards } from '@/lib/server/guard/guard';
import { loadSplits } from '@/lib/server/use-cases/load-splits';

const ROUTE = '/embed/api/v1/splits';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  GET: withEmbedGuards(
    {
      route: ROUTE,
      query: splitsQuerySchema,
      asks: ({ namespaces }) => ({ panel: 'splits', namespaces, subject: {} }),
    },
    (call) => loadSplits(call.runtime, call.identity, call.query, call.signal),
  ),
});
