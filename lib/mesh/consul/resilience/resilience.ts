import type { KubeObject, ResourceKind } from '@/lib/domain/kube-object';
import { pointerOf, valueAt } from '@/lib/domain/pointer';
import type {
  ResilienceWarning,
  RetryLayer,
  ServiceResilience,
  SettingGroup,
} from '@/lib/domain/resilience/setting';
import type { NodeFacts, ObjectStore } from '@/lib/mesh/adapter';
import { SERVICE_DEFAULTS, SERVICE_RESOLVER, SERVICE_ROUTER } from '@/lib/mesh/consul/kinds';
import { matchWords } from '@/lib/mesh/consul/match-words';
import {
  inboundSpecs,
  resolverSpec,
  routeSpecs,
  upstreamSpecs,
} from '@/lib/mesh/consul/resilience/specs';
import { fieldsOf, listOf, numberOf, textOf } from '@/lib/mesh/fields';
import { nameOf } from '@/lib/mesh/object-names';
import { refOf } from '@/lib/mesh/object-refs';
import { groupsOf, templateOf, type Part } from '@/lib/mesh/settings';

const INJECTED = 'consul.hashicorp.com/connect-inject-status';
const VERSION = 'v1alpha1';

/** Reads the timeouts, retries and limits that Consul applies to calls of a service. */
export function resilience(node: NodeFacts, objects: ObjectStore): ServiceResilience {
  const [service] = node.services;
  const isInMesh = node.podLabels.some((labels) => labels[INJECTED] === 'injected');
  if (service === undefined || !isInMesh) return { groups: [], warnings: [], notes: [] };
  const of = (kind: ResourceKind) =>
    objects.list(kind).filter(({ metadata }) => metadata.name === service);
  const resolvers = of(SERVICE_RESOLVER);
  const routers = of(SERVICE_ROUTER);
  const defaults = of(SERVICE_DEFAULTS);
  const made = (kind: ResourceKind, spec: Readonly<Record<string, unknown>>) =>
    templateOf(kind, VERSION, { namespace: node.namespace, name: service }, spec);
  return {
    groups: [
      ...(resolvers.length > 0
        ? resolvers.flatMap((object) => resolverGroups(object, false))
        : resolverGroups(made(SERVICE_RESOLVER, {}), true)),
      ...routers.flatMap(routerGroups),
      ...(defaults.length > 0
        ? defaults.flatMap((object) => defaultsGroups(object, false))
        : defaultsGroups(made(SERVICE_DEFAULTS, {}), true)),
      ...objects.list(SERVICE_DEFAULTS).flatMap((object) => towards(object, service)),
    ],
    warnings: routers.flatMap(routerWarnings),
    notes: [
      {
        section: 'fault',
        text: 'Consul has no resource that injects faults; only extensions of Envoy can.',
      },
      {
        section: 'breaker',
        text: 'In Consul the caller keeps the limits: they stand in the ServiceDefaults of each service that calls this one.',
      },
    ],
  };
}

function part(object: KubeObject, kind: ResourceKind, at: string, known: readonly string[]): Part {
  return { object, kind, isNew: false, at, known };
}

function resolverGroups(object: KubeObject, isNew: boolean): readonly SettingGroup[] {
  const where = { ...part(object, SERVICE_RESOLVER, '/spec', []), isNew };
  return groupsOf(where, [resolverSpec(nameOf(object))]);
}

function routerGroups(object: KubeObject): readonly SettingGroup[] {
  return listOf(fieldsOf(object.spec)['routes']).flatMap((route, index) => {
    const words = matchWords(fieldsOf(route)['match']);
    const where = {
      ...part(object, SERVICE_ROUTER, pointerOf('spec', 'routes', index), ['/match']),
      isNew: false,
    };
    const name = `route ${index + 1} of ${nameOf(object)}`;
    return groupsOf(where, routeSpecs(name, words === '' ? 'every request (that is left)' : words));
  });
}

function defaultsGroups(object: KubeObject, isNew: boolean): readonly SettingGroup[] {
  const { name } = object.metadata;
  const own = { ...part(object, SERVICE_DEFAULTS, '/spec', []), isNew };
  const upstreams = {
    ...part(object, SERVICE_DEFAULTS, '/spec/upstreamConfig/defaults', []),
    isNew,
  };
  return [
    ...groupsOf(own, inboundSpecs(name)),
    ...groupsOf(
      upstreams,
      upstreamSpecs(`${name} as a caller`, `calls that ${name} makes to any service`),
    ),
  ];
}

/** What other services keep towards this one in particular. */
function towards(object: KubeObject, service: string): readonly SettingGroup[] {
  const caller = object.metadata.name;
  return listOf(valueAt(object, '/spec/upstreamConfig/overrides')).flatMap((override, index) => {
    if (textOf(fieldsOf(override)['name']) !== service) return [];
    const at = pointerOf('spec', 'upstreamConfig', 'overrides', index);
    const where = { ...part(object, SERVICE_DEFAULTS, at, ['/name']) };
    return groupsOf(
      where,
      upstreamSpecs(`${caller} towards ${service}`, `calls that ${caller} makes to ${service}`),
    );
  });
}

function routerWarnings(object: KubeObject): readonly ResilienceWarning[] {
  return listOf(fieldsOf(object.spec)['routes']).flatMap((route, index) => {
    const to = fieldsOf(fieldsOf(route)['destination']);
    const retries = numberOf(to['numRetries']) ?? 0;
    const isAimless =
      retries > 0 &&
      listOf(to['retryOn']).length + listOf(to['retryOnStatusCodes']).length === 0 &&
      to['retryOnConnectFailure'] !== true;
    if (!isAimless) return [];
    return [
      {
        code: 'retries-without-condition',
        message: `Route ${index + 1} of ${nameOf(object)} retries ${retries} times, but says on what nowhere, so that nothing is ever tried again.`,
        object: refOf(object, SERVICE_ROUTER),
        path: pointerOf('spec', 'routes', index, 'destination'),
      },
    ];
  });
}

/** How often routes try a request at most; they name a service as Consul does. */
export function retryLayers(objects: ObjectStore): readonly RetryLayer[] {
  return objects.list(SERVICE_ROUTER).flatMap((object) => {
    const most = Math.max(
      0,
      ...listOf(fieldsOf(object.spec)['routes']).map(
        (route) => numberOf(valueAt(route, '/destination/numRetries')) ?? 0,
      ),
    );
    const { name, namespace = '' } = object.metadata;
    if (most === 0) return [];
    return [
      {
        host: `${name}.${namespace}.svc.cluster.local`,
        tries: most + 1,
        object: refOf(object, SERVICE_ROUTER),
      },
    ];
  });
}
