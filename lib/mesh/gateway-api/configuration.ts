import type { KubeObject } from '@/lib/domain/kube-object';
import type { AppliedObject, NodeFacts, ObjectStore } from '@/lib/mesh/adapter';
import { fieldsOf, listOf } from '@/lib/mesh/fields';
import {
  BACKEND_TLS_POLICY,
  GATEWAY,
  REFERENCE_GRANT,
  ROUTE_KINDS,
} from '@/lib/mesh/gateway-api/kinds';
import { CLUSTER_SUFFIX } from '@/lib/mesh/hosts';
import { backendRefOf } from '@/lib/mesh/routes/backend-refs';
import { isServiceParent, parentsOf, servicesOfRoute } from '@/lib/mesh/routes/parents';

/**
 * Finds the objects of Gateway API that apply to a node: routes attached to its services or leading to them, the
 * gateways that those hang on, grants that let them, and policies for the way to it.
 */
export function configurationOf(node: NodeFacts, objects: ObjectStore): readonly AppliedObject[] {
  const routes = ROUTE_KINDS.flatMap(([kind]) =>
    objects.list(kind).flatMap((route) => ofRoute(route, node)),
  );
  const gateways = new Set(
    routes.flatMap(({ object }) =>
      parentsOf(object)
        .filter((parent) => !isServiceParent(parent))
        .map(({ namespace, name }) => `${namespace}/${name}`),
    ),
  );
  return [
    ...routes,
    ...objects
      .list(GATEWAY)
      .filter(({ metadata }) => gateways.has(`${metadata.namespace ?? ''}/${metadata.name}`))
      .map((object) => ({ object, because: 'A route that leads here hangs on it.' })),
    ...objects
      .list(REFERENCE_GRANT)
      .filter(({ metadata }) => metadata.namespace === node.namespace && routes.length > 0)
      .map((object) => ({ object, because: 'It lets routes of other namespaces lead here.' })),
    ...objects.list(BACKEND_TLS_POLICY).flatMap((object) => ofPolicy(object, node)),
  ];
}

function ofRoute(route: KubeObject, { namespace, services }: NodeFacts): AppliedObject[] {
  const hosts = services.map((service) => `${service}.${namespace}.${CLUSTER_SUFFIX}`);
  const attached = servicesOfRoute(route).find((host) => hosts.includes(host));
  if (attached !== undefined) {
    return [{ object: route, because: `It routes calls to ${attached}.` }];
  }
  const backends = listOf(fieldsOf(route.spec)['rules'])
    .flatMap((rule) => listOf(fieldsOf(rule)['backendRefs']))
    .map((element) => backendRefOf(element, route.metadata.namespace ?? ''));
  const backend = backends.find(
    (ref) => ref.namespace === namespace && services.includes(ref.name),
  );
  return backend === undefined
    ? []
    : [{ object: route, because: `One of its rules leads to ${backend.name}.` }];
}

function ofPolicy(policy: KubeObject, { namespace, services }: NodeFacts): AppliedObject[] {
  if (policy.metadata.namespace !== namespace) return [];
  const target = listOf(fieldsOf(policy.spec)['targetRefs'])
    .map((ref) => backendRefOf(ref, namespace))
    .find(({ name }) => services.includes(name));
  return target === undefined
    ? []
    : [{ object: policy, because: `It says how gateways speak TLS to ${target.name}.` }];
}
