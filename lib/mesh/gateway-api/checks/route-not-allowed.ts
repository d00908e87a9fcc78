import type { KubeObject } from '@/lib/domain/kube-object';
import { objectAt } from '@/lib/mesh/checks/indexes';
import type { Lookups, Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { NAMESPACES } from '@/lib/mesh/core-kinds';
import { fieldsOf, listOf, textOf } from '@/lib/mesh/fields';
import { GATEWAY_PAGE } from '@/lib/mesh/gateway-api/checks/pages';
import {
  gatewayParents,
  listenersFor,
  type GatewayParent,
  type Listener,
} from '@/lib/mesh/gateway-api/checks/parents-of-route';
import { ROUTES } from '@/lib/mesh/gateway-api/checks/route-kinds';
import { GATEWAY } from '@/lib/mesh/gateway-api/kinds';
import { selects } from '@/lib/mesh/label-selector';
import { nameOf } from '@/lib/mesh/object-names';

export const routeNotAllowed: Rule = {
  code: 'GA112',
  severity: 'error',
  title: 'No listener of a Gateway lets routes of this namespace or kind be attached',
  why: 'The Gateway ignores the route.',
  mend: 'Widen allowedRoutes of the listener, or move the route. Without a word, a listener takes routes of its own namespace only.',
  link: GATEWAY_PAGE,
  subjects: ROUTES,
  reads: [GATEWAY, NAMESPACES],
  check: (object, lookups) =>
    gatewayParents(object, lookups).flatMap((each) => {
      const listeners = listenersFor(each);
      if (listeners.length === 0) return [];
      if (listeners.some((listener) => allows(listener, object, each, lookups))) return [];
      const message = `Gateway ${nameOf(each.gateway)} does not allow a ${object.kind} of ${object.metadata.namespace ?? ''}.`;
      return [at(each.path, message, each.gateway)];
    }),
};

function allows(
  { allowed }: Listener,
  route: KubeObject,
  { gateway }: GatewayParent,
  lookups: Lookups,
): boolean {
  const kinds = listOf(allowed['kinds']).map((kind) => textOf(fieldsOf(kind)['kind']));
  if (kinds.length > 0 && !kinds.includes(route.kind)) return false;
  const { from, selector } = fieldsOf(allowed['namespaces']);
  if (from === 'All') return true;
  const own = route.metadata.namespace ?? '';
  if (from !== 'Selector') return gateway.metadata.namespace === own;
  const namespace = objectAt(lookups, NAMESPACES, '', own);
  // What cannot be read may have any labels.
  return namespace === undefined || selects(selector, namespace.metadata.labels ?? {});
}
