import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { nameOf } from '@/lib/mesh/object-names';
import { GATEWAY_PAGE } from '@/lib/mesh/gateway-api/checks/pages';
import { gatewayParents, listenersFor } from '@/lib/mesh/gateway-api/checks/parents-of-route';
import { ROUTES } from '@/lib/mesh/gateway-api/checks/route-kinds';
import { GATEWAY } from '@/lib/mesh/gateway-api/kinds';

export const unknownListener: Rule = {
  code: 'GA110',
  severity: 'error',
  title: 'A route is attached to a listener that its Gateway does not have',
  why: 'No request comes to it.',
  mend: 'Correct sectionName or port in parentRefs, or add the listener to the Gateway.',
  link: GATEWAY_PAGE,
  subjects: ROUTES,
  reads: [GATEWAY],
  check: (object, lookups) =>
    gatewayParents(object, lookups)
      .filter((each) => listenersFor(each).length === 0)
      .map(({ parent, gateway, path }) => {
        const wanted = [
          ...(parent.sectionName === undefined ? [] : [`called ${parent.sectionName}`]),
          ...(parent.port === undefined ? [] : [`on port ${parent.port}`]),
        ].join(' ');
        return at(path, `Gateway ${nameOf(gateway)} has no listener ${wanted}.`, gateway);
      }),
};
