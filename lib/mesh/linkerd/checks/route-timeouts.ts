import type { Rule } from '@/lib/mesh/checks/rule';
import { ROUTE_PAGE } from '@/lib/mesh/linkerd/checks/pages';
import { POLICY_ROUTE } from '@/lib/mesh/linkerd/kinds';
import { timeoutViolations } from '@/lib/mesh/routes/checks/timeouts';

export const routeTimeouts: Rule = {
  code: 'LI109',
  severity: 'error',
  title: 'One try may take longer than the whole request',
  why: 'Linkerd refuses such a route: what was in force before stays so.',
  mend: 'Set backendRequest to at most request.',
  link: ROUTE_PAGE,
  subjects: [POLICY_ROUTE],
  reads: [],
  check: timeoutViolations,
};
