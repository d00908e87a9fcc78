import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { routeFields } from '@/lib/mesh/app-mesh/checks/gateway-route-parts';
import { GATEWAY_ROUTE_PAGE } from '@/lib/mesh/app-mesh/checks/pages';
import { GATEWAY_ROUTE } from '@/lib/mesh/app-mesh/kinds';

export const ambiguousGatewayRoute: Rule = {
  code: 'AP402',
  severity: 'error',
  title: 'A GatewayRoute is for several protocols, or for none',
  why: 'The controller refuses it: it needs exactly one of httpRoute, http2Route and grpcRoute.',
  mend: 'Keep one, and write another GatewayRoute for the other.',
  link: GATEWAY_ROUTE_PAGE,
  subjects: [GATEWAY_ROUTE],
  reads: [],
  check: (object) => {
    const fields = routeFields(object);
    if (fields.length === 1) return [];
    return [at('/spec', `There is ${fields.length === 0 ? 'none' : fields.join(' and ')}.`)];
  },
};
