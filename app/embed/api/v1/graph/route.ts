import { graphQuerySchema } from '@/lib/contract/queries';
import { answerWith } from '@/lib/server/bodies/json-body';
import { methodsOf, withEmbedGuards } from '@/lib/server/guard/guard';
import { loadGraphBody } from '@/lib/server/use-cases/load-graph';

const ROUTE = '/embed/api/v1/graph';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  GET: withEmbedGuards(
    {
      route: ROUTE,
      query: graphQuerySchema,
      asks: ({ namespaces }) => ({ panel: 'graph', namespaces, subject: {} }),
    },
    async (call) =>
      answerWith(
        call.request,
        await loadGraphBody(call.runtime, call.identity, call.query, call.signal),
      ),
  ),
});
