import { securityWorkloadQuerySchema } from '@/lib/contract/security';
import { methodsOf, withGuards } from '@/lib/server/guard/guard';
import { loadSecurityWorkload } from '@/lib/server/use-cases/load-security';

const ROUTE = '/api/v1/security/workload';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  GET: withGuards({ route: ROUTE, query: securityWorkloadQuerySchema }, (call) =>
    loadSecurityWorkload(call.runtime, call.identity, call.query, call.signal),
  ),
});
