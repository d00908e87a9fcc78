import type { Rule } from '@/lib/mesh/checks/rule';
import { warned } from '@/lib/mesh/checks/violations';
import { ROUTE_PAGE } from '@/lib/mesh/app-mesh/checks/pages';
import { VIRTUAL_ROUTER } from '@/lib/mesh/app-mesh/kinds';
import { routesOf } from '@/lib/mesh/app-mesh/routes';
import { twins } from '@/lib/mesh/app-mesh/split-warnings';

export const sameMatch: Rule = {
  code: 'AP106',
  severity: 'warning',
  title: 'Two routes of a router ask for the same with the same priority',
  why: 'Only one of them gets the requests, and which is not said.',
  mend: 'Give them different priorities, or remove one.',
  link: ROUTE_PAGE,
  subjects: [VIRTUAL_ROUTER],
  reads: [],
  check: (object) => {
    const routes = routesOf(object);
    return routes.flatMap((route) =>
      warned(`/spec/routes/${route.index}`, twins({ route, routes }), 'same-match'),
    );
  },
};
