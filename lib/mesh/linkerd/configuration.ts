import type { KubeObject } from '@/lib/domain/kube-object';
import type { AppliedObject, NodeFacts, ObjectStore } from '@/lib/mesh/adapter';
import { fieldsOf, listOf, textOf, type Fields } from '@/lib/mesh/fields';
import { CLUSTER_SUFFIX } from '@/lib/mesh/hosts';
import { selects } from '@/lib/mesh/label-selector';
import { serviceOfSplit } from '@/lib/mesh/linkerd/cluster';
import {
  AUTHORIZATION_POLICY,
  EGRESS_NETWORK,
  MESH_TLS_AUTHENTICATION,
  NETWORK_AUTHENTICATION,
  POLICY_ROUTE,
  RATE_LIMIT,
  SERVER,
  SERVER_AUTHORIZATION,
  SERVICE_PROFILE,
  TRAFFIC_SPLIT,
} from '@/lib/mesh/linkerd/kinds';
import { parentsOf, servicesOfRoute } from '@/lib/mesh/routes/parents';

/**
 * Finds the Linkerd objects that apply to a node: those that route or shape calls to its services, those that
 * say who may call its pods, and the namespace's rule for calls out of the cluster.
 *
 * Not told: the defaults that annotations and the installation set, and which of several routes a request takes.
 */
export function configurationOf(node: NodeFacts, objects: ObjectStore): readonly AppliedObject[] {
  const hosts = node.services.map((name) => `${name}.${node.namespace}.${CLUSTER_SUFFIX}`);
  const servers = serversOf(node, objects);
  const routes = objects.list(POLICY_ROUTE).flatMap((route) => byParent(route, hosts, servers));
  const policies = [
    ...objects
      .list(AUTHORIZATION_POLICY)
      .flatMap((policy) => byTarget(policy, node, servers, routes)),
    ...objects.list(RATE_LIMIT).flatMap((limit) => byTarget(limit, node, servers, routes)),
  ];
  return [
    ...routes,
    ...objects.list(SERVICE_PROFILE).flatMap((profile) => byName(profile, hosts)),
    ...objects.list(TRAFFIC_SPLIT).flatMap((split) => bySplit(split, hosts)),
    ...servers,
    ...policies,
    ...authenticationsOf(policies, objects),
    ...objects.list(SERVER_AUTHORIZATION).flatMap((each) => byServer(each, servers)),
    ...objects.list(EGRESS_NETWORK).flatMap((network) => ofNamespace(network, node)),
  ];
}

function serversOf({ namespace, podLabels }: NodeFacts, objects: ObjectStore): AppliedObject[] {
  return objects.list(SERVER).flatMap((object) => {
    const { podSelector, port } = fieldsOf(object.spec);
    const isIts =
      object.metadata.namespace === namespace &&
      podLabels.some((labels) => selects(podSelector, labels));
    return isIts ? [{ object, because: `It is for port ${String(port)} of its pods.` }] : [];
  });
}

function byParent(
  object: KubeObject,
  hosts: readonly string[],
  servers: readonly AppliedObject[],
): AppliedObject[] {
  const host = servicesOfRoute(object).find((service) => hosts.includes(service));
  if (host !== undefined) return [{ object, because: `It routes calls to ${host}.` }];
  const server = servers.find(({ object: { metadata } }) =>
    parentsOf(object).some(
      ({ kind, name, namespace }) =>
        kind === SERVER.kind && name === metadata.name && namespace === metadata.namespace,
    ),
  );
  if (server !== undefined) {
    const because = `It is attached to the Server ${server.object.metadata.name}.`;
    return [{ object, because }];
  }
  const backend = backendsOf(object).find((service) => hosts.includes(service));
  return backend === undefined ? [] : [{ object, because: `It sends calls to ${backend}.` }];
}

function backendsOf({ spec, metadata }: KubeObject): readonly string[] {
  return listOf(fieldsOf(spec)['rules'])
    .flatMap((rule) => listOf(fieldsOf(rule)['backendRefs']))
    .map(fieldsOf)
    .map(({ name, namespace }) => {
      const where = textOf(namespace) ?? metadata.namespace ?? '';
      return `${textOf(name) ?? ''}.${where}.${CLUSTER_SUFFIX}`;
    });
}

function byName(object: KubeObject, hosts: readonly string[]): AppliedObject[] {
  const { name } = object.metadata;
  if (hosts.includes(name)) return [{ object, because: `It is for the service ${name}.` }];
  const authorities = listOf(fieldsOf(object.spec)['dstOverrides']).map(
    (target) => textOf(fieldsOf(target)['authority']) ?? '',
  );
  const host = hosts.find((each) => authorities.some((to) => to.split(':')[0] === each));
  return host === undefined ? [] : [{ object, because: `It sends calls for ${name} to ${host}.` }];
}

function bySplit(object: KubeObject, hosts: readonly string[]): AppliedObject[] {
  const service = serviceOfSplit(object);
  if (hosts.includes(service)) return [{ object, because: `It shares out calls to ${service}.` }];
  const { namespace = '' } = object.metadata;
  const backend = listOf(fieldsOf(object.spec)['backends'])
    .map((target) => `${textOf(fieldsOf(target)['service']) ?? ''}.${namespace}.${CLUSTER_SUFFIX}`)
    .find((host) => hosts.includes(host));
  return backend === undefined
    ? []
    : [{ object, because: `It sends calls for ${service} to ${backend}.` }];
}

/** What a policy is for: a Server or a route of its namespace, or that namespace as a whole. */
function byTarget(
  object: KubeObject,
  node: NodeFacts,
  servers: readonly AppliedObject[],
  routes: readonly AppliedObject[],
): AppliedObject[] {
  const { kind, name } = fieldsOf(fieldsOf(object.spec)['targetRef']);
  const { namespace } = object.metadata;
  if (kind === 'Namespace') {
    const isIts = name === node.namespace && namespace === name && node.podLabels.length > 0;
    return isIts ? [{ object, because: `It is for the namespace ${node.namespace}.` }] : [];
  }
  const target = [...servers, ...routes].find(
    ({ object: { metadata, kind: targetKind } }) =>
      targetKind === kind && metadata.name === name && metadata.namespace === namespace,
  );
  if (target === undefined) return [];
  return [
    { object, because: `It is for the ${target.object.kind} ${target.object.metadata.name}.` },
  ];
}

/** Whom the policies ask callers to be. */
function authenticationsOf(
  policies: readonly AppliedObject[],
  objects: ObjectStore,
): AppliedObject[] {
  const namedBy = new Map<string, string>();
  for (const { object } of policies) {
    for (const ref of listOf(fieldsOf(object.spec)['requiredAuthenticationRefs']).map(fieldsOf)) {
      const key = authenticationKey(ref, object.metadata.namespace);
      if (!namedBy.has(key)) namedBy.set(key, object.metadata.name);
    }
  }
  return [MESH_TLS_AUTHENTICATION, NETWORK_AUTHENTICATION].flatMap((kind) =>
    objects.list(kind).flatMap((object) => {
      const { name, namespace } = object.metadata;
      const by = namedBy.get(authenticationKey({ kind: kind.kind, name }, namespace));
      return by === undefined
        ? []
        : [{ object, because: `The AuthorizationPolicy ${by} asks for it.` }];
    }),
  );
}

function authenticationKey({ kind, name, namespace }: Fields, own: string | undefined): string {
  return [textOf(kind), textOf(namespace) ?? own, textOf(name)].join('/');
}

/** The older form of a policy, which names its Server or selects it by its labels. */
function byServer(object: KubeObject, servers: readonly AppliedObject[]): AppliedObject[] {
  const { name, selector } = fieldsOf(fieldsOf(object.spec)['server']);
  const server = servers.find(
    ({ object: { metadata } }) =>
      metadata.namespace === object.metadata.namespace &&
      (metadata.name === name || selects(selector, metadata.labels ?? {})),
  );
  if (server === undefined) return [];
  return [{ object, because: `It is for the Server ${server.object.metadata.name}.` }];
}

function ofNamespace(object: KubeObject, { namespace, podLabels }: NodeFacts): AppliedObject[] {
  if (object.metadata.namespace !== namespace || podLabels.length === 0) return [];
  return [{ object, because: 'It rules which hosts outside the cluster its namespace may call.' }];
}
