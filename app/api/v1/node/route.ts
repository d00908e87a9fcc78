import { nodeQuerySchema } from '@/lib/contract/queries';
import { methodsOf, withGuards } from '@/lib/server/guard/guard';
import { loadNode } from '@/lib/server/use-cases/load-node';

const ROUTE = '/api/v1/node';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  GET: withGuards({ route: ROUTE, query: nodeQuerySchema }, (call) =>
    loadNode(call.runtime, call.identity, call.query.node, call.signal),
  ),
});
