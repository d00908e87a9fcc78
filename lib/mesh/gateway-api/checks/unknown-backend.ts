import type { Rule } from '@/lib/mesh/checks/rule';
import { HTTP_ROUTE_PAGE } from '@/lib/mesh/gateway-api/checks/pages';
import { formOf, ROUTES } from '@/lib/mesh/gateway-api/checks/route-kinds';
import { BACKEND_READS, backendViolations } from '@/lib/mesh/routes/checks/backends';

export const unknownBackend: Rule = {
  code: 'GA102',
  severity: 'error',
  title: 'A route leads to a Service that does not exist',
  why: 'What would go there is answered with 500, or not at all; the other backends do not take it over.',
  mend: 'Correct the name or the namespace of the backend, or create the Service.',
  link: HTTP_ROUTE_PAGE,
  subjects: ROUTES,
  reads: BACKEND_READS,
  check: (object, lookups) => backendViolations(object, formOf(object), lookups, 'dangling-target'),
};
