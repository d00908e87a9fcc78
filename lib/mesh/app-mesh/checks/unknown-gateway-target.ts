import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { routeFields } from '@/lib/mesh/app-mesh/checks/gateway-route-parts';
import { GATEWAY_ROUTE_PAGE } from '@/lib/mesh/app-mesh/checks/pages';
import { missingRef } from '@/lib/mesh/app-mesh/checks/references';
import { GATEWAY_ROUTE, VIRTUAL_SERVICE } from '@/lib/mesh/app-mesh/kinds';
import { fieldsOf } from '@/lib/mesh/fields';

export const unknownGatewayTarget: Rule = {
  code: 'AP401',
  severity: 'error',
  title: 'A GatewayRoute leads to a VirtualService that does not exist',
  why: 'The controller waits for the service and does not put the route in force.',
  mend: 'Correct virtualServiceRef, or create the VirtualService.',
  link: GATEWAY_ROUTE_PAGE,
  subjects: [GATEWAY_ROUTE],
  reads: [VIRTUAL_SERVICE],
  check: (object, lookups) =>
    routeFields(object).flatMap((field) => {
      const action = fieldsOf(fieldsOf(fieldsOf(object.spec)[field])['action']);
      const service = fieldsOf(fieldsOf(action['target'])['virtualService']);
      const key = missingRef(object, service['virtualServiceRef'], VIRTUAL_SERVICE, lookups);
      if (key === null) return [];
      const path = `/spec/${field}/action/target/virtualService`;
      return [at(path, `There is no VirtualService ${key}.`)];
    }),
};
