import type { KubeObject } from '@/lib/domain/kube-object';
import { everywhere, objectAt } from '@/lib/mesh/checks/indexes';
import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { GATEWAY_PAGE } from '@/lib/mesh/app-mesh/checks/pages';
import { GATEWAY_ROUTE, VIRTUAL_GATEWAY } from '@/lib/mesh/app-mesh/kinds';
import { NAMESPACES } from '@/lib/mesh/core-kinds';
import { fieldsOf } from '@/lib/mesh/fields';
import { selects } from '@/lib/mesh/label-selector';

type Labels = Readonly<Record<string, string>>;

export const unattachedGatewayRoute: Rule = {
  code: 'AP403',
  severity: 'error',
  title: 'No VirtualGateway selects a GatewayRoute',
  why: 'The controller does not know where to put it, and refuses it.',
  mend: 'Label the namespace as namespaceSelector of the gateway asks, and the route as gatewayRouteSelector does.',
  link: GATEWAY_PAGE,
  subjects: [GATEWAY_ROUTE],
  reads: [VIRTUAL_GATEWAY, NAMESPACES],
  check: (object, lookups) => {
    const namespace = objectAt(lookups, NAMESPACES, '', object.metadata.namespace ?? '');
    if (namespace === undefined || !lookups.knows(VIRTUAL_GATEWAY)) return [];
    const around = namespace.metadata.labels ?? {};
    const own = object.metadata.labels ?? {};
    if (everywhere(lookups, VIRTUAL_GATEWAY).some((each) => takes(each, around, own))) return [];
    return [
      at('', `No VirtualGateway selects routes of ${namespace.metadata.name} with its labels.`),
    ];
  },
};

function takes({ spec }: KubeObject, namespace: Labels, route: Labels): boolean {
  const { namespaceSelector, gatewayRouteSelector } = fieldsOf(spec);
  return (
    selects(namespaceSelector, namespace) &&
    (gatewayRouteSelector === undefined || selects(gatewayRouteSelector, route))
  );
}
