import type { Rule } from '@/lib/mesh/checks/rule';
import { warned } from '@/lib/mesh/checks/violations';
import { surroundings, SURROUNDING_READS } from '@/lib/mesh/linkerd/checks/cluster-view';
import { ROUTE_PAGE } from '@/lib/mesh/linkerd/checks/pages';
import { POLICY_ROUTE } from '@/lib/mesh/linkerd/kinds';
import { overriding } from '@/lib/mesh/linkerd/warnings';
import { servicesOfRoute } from '@/lib/mesh/routes/parents';

export const routeOverridden: Rule = {
  code: 'LI106',
  severity: 'warning',
  title: 'A ServiceProfile or a TrafficSplit takes a service away from its route',
  why: 'Proxies obey the profile, and ignore every route of the service.',
  mend: 'Move what the profile says into the route, and remove the profile.',
  link: ROUTE_PAGE,
  subjects: [POLICY_ROUTE],
  reads: SURROUNDING_READS,
  check: (object, lookups) =>
    servicesOfRoute(object).flatMap((service) =>
      warned('/spec/parentRefs', overriding(service, surroundings(lookups)), 'overridden'),
    ),
};
