import type { Rule } from '@/lib/mesh/checks/rule';
import { warned } from '@/lib/mesh/checks/violations';
import { HTTP_ROUTE_PAGE } from '@/lib/mesh/gateway-api/checks/pages';
import { ROUTES } from '@/lib/mesh/gateway-api/checks/route-kinds';
import { refusals } from '@/lib/mesh/routes/rule-warnings';

export const routeNotAccepted: Rule = {
  code: 'GA108',
  severity: 'error',
  title: 'A controller does not take a route as it is',
  why: 'The route, or a part of it, is not in force.',
  mend: 'Do what the message of the controller says.',
  link: HTTP_ROUTE_PAGE,
  subjects: ROUTES,
  reads: [],
  check: (object) =>
    warned('/status/parents', refusals(object), 'not-accepted').map(({ path, message }) => ({
      path,
      message: /[.)]$/.test(message) ? message : `${message}.`,
    })),
};
