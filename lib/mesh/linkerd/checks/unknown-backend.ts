import type { Rule } from '@/lib/mesh/checks/rule';
import { ROUTE_PAGE } from '@/lib/mesh/linkerd/checks/pages';
import { POLICY_ROUTE } from '@/lib/mesh/linkerd/kinds';
import { BACKEND_READS, backendViolations } from '@/lib/mesh/routes/checks/backends';

export const unknownBackend: Rule = {
  code: 'LI102',
  severity: 'error',
  title: 'A route leads to a Service that does not exist',
  why: 'What would go there is answered with 500; the other backends do not take it over.',
  mend: 'Correct the name or the namespace of the backend, or create the Service.',
  link: ROUTE_PAGE,
  subjects: [POLICY_ROUTE],
  reads: BACKEND_READS,
  check: (object, lookups) => backendViolations(object, 'http', lookups, 'dangling-target'),
};
