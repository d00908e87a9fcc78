import type { Rule } from '@/lib/mesh/checks/rule';
import { ROUTE_PAGE } from '@/lib/mesh/linkerd/checks/pages';
import { POLICY_ROUTE } from '@/lib/mesh/linkerd/kinds';
import { BACKEND_READS, backendViolations } from '@/lib/mesh/routes/checks/backends';

export const emptyBackend: Rule = {
  code: 'LI104',
  severity: 'warning',
  title: 'A route leads to a Service that selects no pods',
  why: 'There is nobody to answer: requests for this backend fail.',
  mend: 'Deploy what is missing, or correct the selector of the Service.',
  link: ROUTE_PAGE,
  subjects: [POLICY_ROUTE],
  reads: BACKEND_READS,
  check: (object, lookups) => backendViolations(object, 'http', lookups, 'empty-backend'),
};
