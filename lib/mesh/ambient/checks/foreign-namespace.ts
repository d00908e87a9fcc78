import type { KubeObject } from '@/lib/domain/kube-object';
import { L7_PAGE } from '@/lib/mesh/ambient/checks/pages';
import { isCaptured, usesWaypoint } from '@/lib/mesh/ambient/checks/waypoint-use';
import { objectAt } from '@/lib/mesh/checks/indexes';
import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { NAMESPACES, PODS, SERVICES } from '@/lib/mesh/core-kinds';
import { fieldsOf, textOf } from '@/lib/mesh/fields';
import { fqdnOf, serviceNameOf } from '@/lib/mesh/hosts';
import { podsOfService } from '@/lib/mesh/istio/checks/rule-host';
import { meshHosts } from '@/lib/mesh/istio/cluster';
import { DESTINATION_RULE, VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';

export const foreignNamespace: Rule = {
  code: 'AM205',
  severity: 'warning',
  title: 'Traffic to a service in ambient mode is configured from another namespace',
  why: 'A waypoint looks at the objects in the namespace of the service only.',
  mend: 'Move the object to the namespace of the service.',
  link: L7_PAGE,
  subjects: [VIRTUAL_SERVICE, DESTINATION_RULE],
  reads: [SERVICES, PODS, NAMESPACES],
  check: (object, lookups) =>
    hostsOf(object).flatMap(({ host, path }) => {
      const name = serviceNameOf(host);
      if (name === null || name.namespace === object.metadata.namespace) return [];
      const service = objectAt(lookups, SERVICES, name.namespace, name.name);
      if (service === undefined || !usesWaypoint(service, lookups)) return [];
      if (!podsOfService(service, lookups).some(isCaptured)) return [];
      return [at(path, `${host} is in ${name.namespace}, and served by a waypoint.`, service)];
    }),
};

function hostsOf(object: KubeObject): readonly { readonly host: string; readonly path: string }[] {
  if (object.kind === VIRTUAL_SERVICE.kind) {
    return meshHosts(object).map((host, i) => ({ host, path: `/spec/hosts/${i}` }));
  }
  const host = textOf(fieldsOf(object.spec)['host']) ?? '';
  return [{ host: fqdnOf(host, object.metadata.namespace ?? ''), path: '/spec/host' }];
}
