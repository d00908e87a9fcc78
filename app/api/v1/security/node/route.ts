import { securityWorkloadQuerySchema } from '@/lib/contract/security';
import { methodsOf, withGuards } from '@/lib/server/guard/guard';
import { loadSecurityNode } from '@/lib/server/use-cases/load-security';

const ROUTE = '/api/v1/security/node';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  GET: withGuards({ route: ROUTE, query: securityWorkloadQuerySchema }, (call) =>
    loadSecurityNode(call.runtime, call.identity, call.query, call.signal),
  ),
});
