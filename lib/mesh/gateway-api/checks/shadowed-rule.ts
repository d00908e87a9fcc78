import type { Rule } from '@/lib/mesh/checks/rule';
import { warned } from '@/lib/mesh/checks/violations';
import { routesAt } from '@/lib/mesh/gateway-api/checks/cluster-view';
import { HTTP_ROUTE_PAGE } from '@/lib/mesh/gateway-api/checks/pages';
import { formOf, ROUTES } from '@/lib/mesh/gateway-api/checks/route-kinds';
import { shadowed } from '@/lib/mesh/gateway-api/shadowed';
import { unreachable } from '@/lib/mesh/routes/rule-warnings';
import { rulesOf } from '@/lib/mesh/routes/rules';

export const shadowedRule: Rule = {
  code: 'GA107',
  severity: 'warning',
  title: 'A rule never gets a request, since another takes all of them before it',
  why: 'Of what is equally exact, the older route and in it the earlier rule wins.',
  mend: 'Remove one of the two, or make the conditions of this rule more exact.',
  link: HTTP_ROUTE_PAGE,
  subjects: ROUTES,
  reads: ROUTES,
  check: (object, lookups) => {
    const rules = rulesOf(object, formOf(object));
    return rules.flatMap((rule) =>
      warned(
        `/spec/rules/${rule.index}`,
        [...unreachable(rule, rules), ...shadowed(object, rule, routesAt(lookups))],
        'unreachable',
        'shadowed',
      ),
    );
  },
};
