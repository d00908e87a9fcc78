import { signalsQuerySchema } from '@/lib/contract/queries';
import { methodsOf, withEmbedGuards } from '@/lib/server/guard/guard';
import { loadSignals } from '@/lib/server/use-cases/load-signals';

const ROUTE = '/embed/api/v1/signals';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  GET: withEmbedGuards(
    {
      route: ROUTE,
      query: signalsQuerySchema,
      asks: ({ node, edge }) => ({ panel: 'signals', namespaces: [], subject: { node, edge } }),
    },
    (call) => loadSignals(call.runtime, call.identity, call.query, call.signal),
  ),
});
