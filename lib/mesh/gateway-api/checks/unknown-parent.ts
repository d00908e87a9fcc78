import { isMissing } from '@/lib/mesh/checks/indexes';
import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { SERVICES } from '@/lib/mesh/core-kinds';
import { HTTP_ROUTE_PAGE } from '@/lib/mesh/gateway-api/checks/pages';
import { isGatewayParent } from '@/lib/mesh/gateway-api/checks/parents-of-route';
import { ROUTES } from '@/lib/mesh/gateway-api/checks/route-kinds';
import { GATEWAY } from '@/lib/mesh/gateway-api/kinds';
import { isServiceParent, parentsOf } from '@/lib/mesh/routes/parents';

export const unknownParent: Rule = {
  code: 'GA101',
  severity: 'error',
  title: 'A route is attached to a Gateway or Service that does not exist',
  why: 'No controller takes it, so that it routes nothing.',
  mend: 'Correct the name and the namespace in parentRefs, or create the Gateway.',
  link: HTTP_ROUTE_PAGE,
  subjects: ROUTES,
  reads: [GATEWAY, SERVICES],
  check: (object, lookups) =>
    parentsOf(object).flatMap((parent, i) => {
      const kind = isGatewayParent(parent) ? GATEWAY : isServiceParent(parent) ? SERVICES : null;
      const { namespace, name } = parent;
      if (kind === null || !isMissing(lookups, kind, namespace, name)) return [];
      return [at(`/spec/parentRefs/${i}`, `There is no ${parent.kind} ${namespace}/${name}.`)];
    }),
};
