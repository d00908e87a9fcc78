import { methodsOf, NO_QUERY, withEmbedGuards } from '@/lib/server/guard/guard';
import { loadTrace } from '@/lib/server/use-cases/load-trace';

const ROUTE = '/embed/api/v1/traces/{id}';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  GET: withEmbedGuards(
    {
      route: ROUTE,
      query: NO_QUERY,
      deadlineMs: 20_000,
      asks: (_, { id = '' }) => ({ panel: 'trace', namespaces: [], subject: { trace: id } }),
    },
    (call) => loadTrace(call.runtime, call.identity, call.params['id'] ?? '', call.signal),
  ),
});
