import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { GENERATED, gatewaysOf } from '@/lib/mesh/istio/checks/gateway-names';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';
import { VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';

export const generatedGateway: Rule = {
  code: 'IS105',
  severity: 'warning',
  title: 'A VirtualService is bound to a Gateway that Istio made for itself',
  why: 'Its name is an inner matter of Istio and may change with any version; the routes are lost then.',
  mend: 'Use an HTTPRoute with a parentRef to the Gateway of Gateway API.',
  link: analysisPage('IST0165'),
  subjects: [VIRTUAL_SERVICE],
  reads: [],
  check: (object) =>
    gatewaysOf(object)
      .filter(({ name }) => GENERATED.test(name))
      .map(({ name, path }) => at(path, `${name} was made out of a Gateway of Gateway API.`)),
};
