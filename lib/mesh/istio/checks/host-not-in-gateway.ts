import type { KubeObject } from '@/lib/domain/kube-object';
import { objectAt } from '@/lib/mesh/checks/indexes';
import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { fieldsOf, listOf, textsOf } from '@/lib/mesh/fields';
import { fqdnOf } from '@/lib/mesh/hosts';
import { gatewaysOf } from '@/lib/mesh/istio/checks/gateway-names';
import { overlaps } from '@/lib/mesh/istio/checks/host-patterns';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';
import { GATEWAY, VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';

export const hostNotInGateway: Rule = {
  code: 'IS113',
  severity: 'warning',
  title: 'A Gateway serves none of the hosts of a VirtualService',
  why: 'Requests for these hosts are not let in there, so that the routes are never asked.',
  mend: 'Add the host to a server of the Gateway, or correct the hosts of the VirtualService.',
  link: analysisPage('IST0132'),
  subjects: [VIRTUAL_SERVICE],
  reads: [GATEWAY],
  check: (object, lookups) => {
    const own = object.metadata.namespace ?? '';
    const hosts = textsOf(fieldsOf(object.spec)['hosts']).map((host) => fqdnOf(host, own));
    if (hosts.length === 0) return [];
    return gatewaysOf(object).flatMap(({ namespace, name, path }) => {
      const gateway = objectAt(lookups, GATEWAY, namespace, name);
      if (gateway === undefined || servesAny(gateway, hosts, own)) return [];
      const message = `Gateway ${namespace}/${name} has no server for ${hosts.join(', ')}.`;
      return [at(path, message, gateway)];
    });
  },
};

/** A server's host may begin with the namespace whose VirtualServices it is for. */
function servesAny({ spec, metadata }: KubeObject, hosts: readonly string[], own: string): boolean {
  const served = listOf(fieldsOf(spec)['servers']).flatMap((server) =>
    textsOf(fieldsOf(server)['hosts']),
  );
  return served.some((host) => {
    const [first = '', second] = host.split('/');
    const [namespace, pattern] = second === undefined ? ['*', first] : [first, second];
    const isFor = namespace === '.' ? metadata.namespace === own : ['*', own].includes(namespace);
    return isFor && hosts.some((each) => overlaps(pattern, each));
  });
}
