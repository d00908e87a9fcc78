import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { fieldsOf, textsOf } from '@/lib/mesh/fields';
import { GATEWAY_PAGE } from '@/lib/mesh/gateway-api/checks/pages';
import { gatewayParents, listenersFor } from '@/lib/mesh/gateway-api/checks/parents-of-route';
import { ROUTES } from '@/lib/mesh/gateway-api/checks/route-kinds';
import { GATEWAY } from '@/lib/mesh/gateway-api/kinds';
import { covers } from '@/lib/mesh/hosts';
import { nameOf } from '@/lib/mesh/object-names';

export const hostNotListenedFor: Rule = {
  code: 'GA111',
  severity: 'error',
  title: 'A route is for hosts that no listener of its Gateway takes',
  why: 'The Gateway lets none of these requests in, so that the route gets nothing.',
  mend: 'Correct the hostnames of the route or of the listener.',
  link: GATEWAY_PAGE,
  subjects: ROUTES,
  reads: [GATEWAY],
  check: (object, lookups) => {
    const hosts = textsOf(fieldsOf(object.spec)['hostnames']);
    if (hosts.length === 0) return [];
    return gatewayParents(object, lookups).flatMap((each) => {
      const listeners = listenersFor(each);
      const isTaken = listeners.some(
        ({ hostname }) =>
          hostname === undefined ||
          hosts.some((host) => covers(hostname, host) || covers(host, hostname)),
      );
      if (listeners.length === 0 || isTaken) return [];
      const message = `No listener of Gateway ${nameOf(each.gateway)} is for ${hosts.join(', ')}.`;
      return [at('/spec/hostnames', message, each.gateway)];
    });
  },
};
