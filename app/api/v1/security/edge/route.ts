import { securityEdgeQuerySchema } from '@/lib/contract/security';
import { methodsOf, withGuards } from '@/lib/server/guard/guard';
import { loadSecurityEdge } from '@/lib/server/use-cases/load-security-edge';

const ROUTE = '/api/v1/security/edge';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  GET: withGuards({ route: ROUTE, query: securityEdgeQuerySchema }, (call) =>
    loadSecurityEdge(call.runtime, call.identity, call.query, call.signal),
  ),
});
