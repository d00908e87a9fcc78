import type { KubeObject } from '@/lib/domain/kube-object';
import { inNamespace } from '@/lib/mesh/checks/indexes';
import type { Lookups, Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { PODS, SERVICES } from '@/lib/mesh/core-kinds';
import { fieldsOf, listOf } from '@/lib/mesh/fields';
import { podsOfGateway } from '@/lib/mesh/istio/checks/gateway-selector';
import { serversOf } from '@/lib/mesh/istio/checks/gateway-servers';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';
import { GATEWAY } from '@/lib/mesh/istio/kinds';
import { selectsAny } from '@/lib/mesh/workload-index';

export const gatewayPortNotServed: Rule = {
  code: 'IS304',
  severity: 'warning',
  title: 'A Gateway opens a port that the Service of its pods does not have',
  why: 'The proxy listens there, but nobody outside of the pod can reach it.',
  mend: 'Add the port to the Service of the gateway, or correct the number in the Gateway.',
  link: analysisPage('IST0162'),
  subjects: [GATEWAY],
  reads: [PODS, SERVICES],
  check: (object, lookups) => {
    const services = servicesOf(podsOfGateway(object, lookups), lookups);
    const ports = services.flatMap(({ spec }) => listOf(fieldsOf(spec)['ports']).map(fieldsOf));
    // A target by name may be any number.
    if (ports.length === 0 || ports.some(({ targetPort }) => typeof targetPort === 'string')) {
      return [];
    }
    const numbers = ports.flatMap(({ port, targetPort }) => [port, targetPort]);
    return serversOf(object)
      .filter(({ port }) => port !== 0 && !numbers.includes(port))
      .map(({ path, port }) => {
        const names = services.map(({ metadata }) => metadata.name).join(', ');
        return at(`${path}/port/number`, `The Service ${names} has no port ${port}.`, ...services);
      });
  },
};

function servicesOf(pods: readonly KubeObject[], lookups: Lookups): readonly KubeObject[] {
  const namespaces = new Set(pods.map(({ metadata }) => metadata.namespace ?? ''));
  return [...namespaces].flatMap((namespace) =>
    inNamespace(lookups, SERVICES, namespace).filter((service) => selectsAny(service, pods)),
  );
}
