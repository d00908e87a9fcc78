import type { Rule } from '@/lib/mesh/checks/rule';
import { listAt } from '@/lib/mesh/json-pointer';
import { ROUTE_PAGE } from '@/lib/mesh/linkerd/checks/pages';
import { POLICY_ROUTE } from '@/lib/mesh/linkerd/kinds';
import { BACKEND_READS, backendViolations } from '@/lib/mesh/routes/checks/backends';

export const surprisingWeights: Rule = {
  code: 'LI105',
  severity: 'warning',
  title: 'The weights of a rule do not say what they do',
  why: 'A backend that is named twice gets both weights; where all are 0, requests are answered with 500.',
  mend: 'Name each backend once, and give at least one a weight above 0.',
  link: ROUTE_PAGE,
  subjects: [POLICY_ROUTE],
  reads: BACKEND_READS,
  check: (object, lookups) =>
    backendViolations(object, 'http', lookups, 'same-backend', 'all-zero').filter(
      // Linkerd’s proxies do not look at the weight of an only backend.
      ({ message, path }) => !(message.startsWith('All weights') && isSole(object.spec, path)),
    ),
};

function isSole(spec: unknown, path: string): boolean {
  return (listAt({ spec }, path) ?? []).length === 1;
}
