import { securityQuerySchema } from '@/lib/contract/security';
import { methodsOf, withGuards } from '@/lib/server/guard/guard';
import { loadSecurity } from '@/lib/server/use-cases/load-security';

const ROUTE = '/api/v1/security';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  GET: withGuards({ route: ROUTE, query: securityQuerySchema }, (call) =>
    loadSecurity(call.runtime, call.identity, call.query, call.signal),
  ),
});
