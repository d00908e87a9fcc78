import type { Rule } from '@/lib/mesh/checks/rule';
import { warned } from '@/lib/mesh/checks/violations';
import { ROUTE_PAGE } from '@/lib/mesh/app-mesh/checks/pages';
import { VIRTUAL_ROUTER } from '@/lib/mesh/app-mesh/kinds';
import { routesOf } from '@/lib/mesh/app-mesh/routes';
import { totals } from '@/lib/mesh/app-mesh/split-warnings';

export const refusedWeights: Rule = {
  code: 'AP102',
  severity: 'error',
  title: 'The weights of a route are none that AWS takes',
  why: 'Kubernetes takes them, but AWS refuses more than 100 in all, and 0 in all sends nothing anywhere.',
  mend: 'Let the weights add up to at most 100, and at least one of them be above 0.',
  link: ROUTE_PAGE,
  subjects: [VIRTUAL_ROUTER],
  reads: [],
  check: (object) =>
    routesOf(object).flatMap((route) =>
      warned(
        `/spec/routes/${route.index}/${route.field}/action/weightedTargets`,
        totals({ route }),
        'all-zero',
        'over-total',
      ),
    ),
};
