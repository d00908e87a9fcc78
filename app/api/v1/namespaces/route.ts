import { namespacesQuerySchema } from '@/lib/contract/queries';
import { methodsOf, withGuards } from '@/lib/server/guard/guard';
import { loadNamespaces } from '@/lib/server/use-cases/load-namespaces';

const ROUTE = '/api/v1/namespaces';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  GET: withGuards({ route: ROUTE, query: namespacesQuerySchema }, (call) =>
    loadNamespaces(call.runtime, call.identity, call.query, call.signal),
  ),
});
