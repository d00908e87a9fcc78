import type { KubeObject, ResourceKind } from '@/lib/domain/kube-object';
import type { AppliedObject, NodeFacts, ObjectStore } from '@/lib/mesh/adapter';
import {
  MESH,
  PROXY_DEFAULTS,
  SERVICE_DEFAULTS,
  SERVICE_INTENTIONS,
  SERVICE_RESOLVER,
  SERVICE_ROUTER,
  SERVICE_SPLITTER,
} from '@/lib/mesh/consul/kinds';
import { SERVICES } from '@/lib/mesh/core-kinds';
import { fieldsOf, listOf, textOf } from '@/lib/mesh/fields';

const INJECTED = 'consul.hashicorp.com/connect-inject-status';

/** Objects that are called like the service that they are for, and what they do. */
const BY_NAME: readonly (readonly [kind: ResourceKind, does: string])[] = [
  [SERVICE_ROUTER, 'routes requests for'],
  [SERVICE_SPLITTER, 'shares out requests for'],
  [SERVICE_RESOLVER, 'says which instances answer for'],
  [SERVICE_DEFAULTS, 'sets the protocol and limits of'],
];

/**
 * Finds the config entries that apply to a node: those of its services, those that lead to them, the
 * intentions about them, and what holds for the whole mesh.
 *
 * Not told: which of several intentions decides, and what gateways and exports do.
 */
export function configurationOf(node: NodeFacts, objects: ObjectStore): readonly AppliedObject[] {
  const isInMesh = node.podLabels.some((labels) => labels[INJECTED] === 'injected');
  const own = BY_NAME.flatMap(([kind, does]) =>
    objects.list(kind).flatMap((object) => byName(object, does, node, objects)),
  );
  if (!isInMesh) return own;
  return [
    ...own,
    ...[SERVICE_ROUTER, SERVICE_SPLITTER].flatMap((kind) =>
      objects.list(kind).flatMap((object) => byTarget(object, node)),
    ),
    ...objects.list(SERVICE_INTENTIONS).flatMap((object) => byIntention(object, node)),
    ...[PROXY_DEFAULTS, MESH].flatMap((kind) =>
      objects.list(kind).map((object) => ({ object, because: 'It applies to the whole mesh.' })),
    ),
  ];
}

/** Names are those of Consul services; where two namespaces have a service of a name, each has its own. */
function byName(
  object: KubeObject,
  does: string,
  { namespace, services }: NodeFacts,
  objects: ObjectStore,
): AppliedObject[] {
  const { name, namespace: at } = object.metadata;
  if (!services.includes(name)) return [];
  const isAnothers =
    at !== namespace &&
    objects
      .list(SERVICES)
      .some(({ metadata }) => metadata.name === name && metadata.namespace === at);
  return isAnothers ? [] : [{ object, because: `It ${does} ${name}.` }];
}

function byTarget(object: KubeObject, { services }: NodeFacts): AppliedObject[] {
  const { splits, routes } = fieldsOf(object.spec);
  const destinations = listOf(routes).map((route) => fieldsOf(route)['destination']);
  const target = [...listOf(splits), ...destinations]
    .map((each) => textOf(fieldsOf(each)['service']))
    .find((service) => service !== undefined && services.includes(service));
  if (target === undefined || services.includes(object.metadata.name)) return [];
  return [{ object, because: `It leads requests for ${object.metadata.name} to ${target}.` }];
}

function byIntention(object: KubeObject, { services }: NodeFacts): AppliedObject[] {
  const { destination, sources } = fieldsOf(object.spec);
  const name = textOf(fieldsOf(destination)['name']);
  if (name === '*') return [{ object, because: 'It says who may call any service.' }];
  if (name !== undefined && services.includes(name)) {
    return [{ object, because: `It says who may call ${name}.` }];
  }
  const caller = listOf(sources)
    .map((source) => textOf(fieldsOf(source)['name']))
    .find((source) => source !== undefined && services.includes(source));
  if (caller === undefined) return [];
  return [{ object, because: `It says whether ${caller} may call ${name ?? 'a service'}.` }];
}
