import type { Rule } from '@/lib/mesh/checks/rule';
import { HTTP_ROUTE_PAGE } from '@/lib/mesh/gateway-api/checks/pages';
import { formOf, ROUTES } from '@/lib/mesh/gateway-api/checks/route-kinds';
import { BACKEND_READS, backendViolations } from '@/lib/mesh/routes/checks/backends';

export const backendPort: Rule = {
  code: 'GA103',
  severity: 'error',
  title: 'A backend names no port of its Service',
  why: 'The reference cannot be resolved: requests for this backend fail.',
  mend: 'Write a port that the Service has. It is the port of the Service, not that of the pods.',
  link: HTTP_ROUTE_PAGE,
  subjects: ROUTES,
  reads: BACKEND_READS,
  check: (object, lookups) =>
    backendViolations(object, formOf(object), lookups, 'port-needed', 'unknown-port'),
};
