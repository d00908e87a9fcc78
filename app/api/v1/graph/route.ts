import { graphQuerySchema } from '@/lib/contract/queries';
import { methodsOf, withGuards } from '@/lib/server/guard/guard';
import { loadGraph } from '@/lib/server/use-cases/load-graph';

const ROUTE = '/api/v1/graph';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  GET: withGuards({ route: ROUTE, query: graphQuerySchema }, (call) =>
    loadGraph(call.runtime, call.identity, call.query, call.signal),
  ),
});
