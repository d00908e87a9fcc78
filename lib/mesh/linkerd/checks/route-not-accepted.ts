import type { Rule } from '@/lib/mesh/checks/rule';
import { warned } from '@/lib/mesh/checks/violations';
import { ROUTE_PAGE } from '@/lib/mesh/linkerd/checks/pages';
import { POLICY_ROUTE } from '@/lib/mesh/linkerd/kinds';
import { refusals } from '@/lib/mesh/routes/rule-warnings';

export const routeNotAccepted: Rule = {
  code: 'LI108',
  severity: 'error',
  title: 'The policy controller does not take a route as it is',
  why: 'The route, or a part of it, is not in force.',
  mend: 'Do what the message of the controller says.',
  link: ROUTE_PAGE,
  subjects: [POLICY_ROUTE],
  reads: [],
  check: (object) =>
    warned('/status/parents', refusals(object), 'not-accepted').map(({ path, message }) => ({
      path,
      message: /[.)]$/.test(message) ? message : `${message}.`,
    })),
};
