import type { Rule } from '@/lib/mesh/checks/rule';
import { HTTP_ROUTE_PAGE } from '@/lib/mesh/gateway-api/checks/pages';
import { formOf, ROUTES } from '@/lib/mesh/gateway-api/checks/route-kinds';
import { BACKEND_READS, backendViolations } from '@/lib/mesh/routes/checks/backends';

export const emptyBackend: Rule = {
  code: 'GA104',
  severity: 'warning',
  title: 'A route leads to a Service that selects no pods',
  why: 'There is nobody to answer: requests for this backend fail.',
  mend: 'Deploy what is missing, or correct the selector of the Service.',
  link: HTTP_ROUTE_PAGE,
  subjects: ROUTES,
  reads: BACKEND_READS,
  check: (object, lookups) => backendViolations(object, formOf(object), lookups, 'empty-backend'),
};
