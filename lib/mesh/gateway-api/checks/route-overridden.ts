import type { Rule } from '@/lib/mesh/checks/rule';
import { warned } from '@/lib/mesh/checks/violations';
import { OLDER, overridingAt } from '@/lib/mesh/gateway-api/checks/cluster-view';
import { MESH_PAGE } from '@/lib/mesh/gateway-api/checks/pages';
import { ROUTES } from '@/lib/mesh/gateway-api/checks/route-kinds';
import { overridden } from '@/lib/mesh/gateway-api/route-warnings';

export const routeOverridden: Rule = {
  code: 'GA113',
  severity: 'warning',
  title: 'A mesh’s own object routes the calls that a route is for',
  why: 'Proxies of that mesh obey their own kind and ignore the route.',
  mend: 'Keep one of the two.',
  link: MESH_PAGE,
  subjects: ROUTES,
  reads: OLDER,
  check: (object, lookups) =>
    warned('/spec/parentRefs', overridden(object, overridingAt(lookups)), 'overridden'),
};
