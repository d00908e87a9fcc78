import type { Rule } from '@/lib/mesh/checks/rule';
import { HTTP_ROUTE_PAGE } from '@/lib/mesh/gateway-api/checks/pages';
import { formOf, ROUTES } from '@/lib/mesh/gateway-api/checks/route-kinds';
import { BACKEND_READS, backendViolations } from '@/lib/mesh/routes/checks/backends';

export const repeatedBackend: Rule = {
  code: 'GA106',
  severity: 'warning',
  title: 'A rule names the same backend twice',
  why: 'Their weights add up, which the object does not show, and no figures tell the two apart.',
  mend: 'Merge them, or correct the name of one.',
  link: HTTP_ROUTE_PAGE,
  subjects: ROUTES,
  reads: BACKEND_READS,
  check: (object, lookups) => backendViolations(object, formOf(object), lookups, 'same-backend'),
};
