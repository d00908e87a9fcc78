import type { Rule } from '@/lib/mesh/checks/rule';
import { HTTP_ROUTE_PAGE } from '@/lib/mesh/gateway-api/checks/pages';
import { HTTP_ROUTE } from '@/lib/mesh/gateway-api/kinds';
import { timeoutViolations } from '@/lib/mesh/routes/checks/timeouts';

export const routeTimeouts: Rule = {
  code: 'GA115',
  severity: 'error',
  title: 'One try may take longer than the whole request',
  why: 'The timeout of the request ends it first, so that no try is ever repeated, or the rule is refused.',
  mend: 'Set backendRequest to at most request; for several tries, to a part of it.',
  link: HTTP_ROUTE_PAGE,
  subjects: [HTTP_ROUTE],
  reads: [],
  check: timeoutViolations,
};
