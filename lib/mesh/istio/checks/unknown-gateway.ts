import { isMissing } from '@/lib/mesh/checks/indexes';
import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { GENERATED, gatewaysOf } from '@/lib/mesh/istio/checks/gateway-names';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';
import { GATEWAY, VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';

export const unknownGateway: Rule = {
  code: 'IS104',
  severity: 'error',
  title: 'A VirtualService is bound to a Gateway that does not exist',
  why: 'Nothing that comes in from outside reaches these routes.',
  mend: 'Correct the name (namespace/name where the Gateway is in another namespace), or create the Gateway.',
  link: analysisPage('IST0101'),
  subjects: [VIRTUAL_SERVICE],
  reads: [GATEWAY],
  check: (object, lookups) =>
    gatewaysOf(object)
      .filter(({ name }) => !GENERATED.test(name))
      .filter(({ namespace, name }) => isMissing(lookups, GATEWAY, namespace, name))
      .map(({ namespace, name, path }) => at(path, `There is no Gateway ${namespace}/${name}.`)),
};
