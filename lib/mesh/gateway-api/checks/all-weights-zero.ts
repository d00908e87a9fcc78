import type { Rule } from '@/lib/mesh/checks/rule';
import { HTTP_ROUTE_PAGE } from '@/lib/mesh/gateway-api/checks/pages';
import { formOf, ROUTES } from '@/lib/mesh/gateway-api/checks/route-kinds';
import { BACKEND_READS, backendViolations } from '@/lib/mesh/routes/checks/backends';

export const allBackendsZero: Rule = {
  code: 'GA105',
  severity: 'error',
  title: 'All backends of a rule have the weight 0',
  why: 'Nothing is sent anywhere: requests are answered with 500.',
  mend: 'Give at least one backend a weight above 0.',
  link: HTTP_ROUTE_PAGE,
  subjects: ROUTES,
  reads: BACKEND_READS,
  check: (object, lookups) => backendViolations(object, formOf(object), lookups, 'all-zero'),
};
