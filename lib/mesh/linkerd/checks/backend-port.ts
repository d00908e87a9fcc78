import type { Rule } from '@/lib/mesh/checks/rule';
import { ROUTE_PAGE } from '@/lib/mesh/linkerd/checks/pages';
import { POLICY_ROUTE } from '@/lib/mesh/linkerd/kinds';
import { BACKEND_READS, backendViolations } from '@/lib/mesh/routes/checks/backends';

export const backendPort: Rule = {
  code: 'LI103',
  severity: 'error',
  title: 'A backend names no port of its Service',
  why: 'Linkerd refuses a Service without a port, and requests to a port that is not there fail.',
  mend: 'Write a port that the Service has.',
  link: ROUTE_PAGE,
  subjects: [POLICY_ROUTE],
  reads: BACKEND_READS,
  check: (object, lookups) =>
    backendViolations(object, 'http', lookups, 'port-needed', 'unknown-port'),
};
