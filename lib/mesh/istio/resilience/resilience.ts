import type { KubeObject, ResourceKind } from '@/lib/domain/kube-object';
import { pointerOf, valueAt } from '@/lib/domain/pointer';
import type { ServiceResilience, SettingGroup } from '@/lib/domain/resilience/setting';
import type { NodeFacts, ObjectStore } from '@/lib/mesh/adapter';
import { fieldsOf, listOf, textOf, textsOf } from '@/lib/mesh/fields';
import { covers, fqdnOf } from '@/lib/mesh/hosts';
import { DESTINATION_RULE, VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';
import { matchWords } from '@/lib/mesh/istio/match-words';
import { policySpecs } from '@/lib/mesh/istio/resilience/breaker-settings';
import { FAULT_END, routeSpecs } from '@/lib/mesh/istio/resilience/route-settings';
import { policyWarnings, routeWarnings } from '@/lib/mesh/istio/resilience/warnings';
import { groupsOf, templateOf, type Part } from '@/lib/mesh/settings';

/** The version in which an object is made that does not exist yet. */
const NEW_VERSION = 'v1';

/** Reads the timeouts, retries, circuit breakers and faults that Istio applies to calls of a service. */
export function resilience(node: NodeFacts, objects: ObjectStore): ServiceResilience {
  const hosts = hostsOf(node);
  const [first] = hosts;
  if (first === undefined || !objects.has(VIRTUAL_SERVICE)) return NOTHING;
  const routes = objects
    .list(VIRTUAL_SERVICE)
    .filter((object) => claims(object, hosts))
    .flatMap((object) => routesOf(object, false));
  const rules = objects
    .list(DESTINATION_RULE)
    .filter((object) => isFor(object, hosts))
    .flatMap((object) => policiesOf(object, false));
  const parts = [
    ...(routes.length > 0 || !mayBeginWith(node) ? routes : newRoutes(node)),
    ...(rules.length > 0 || !mayBeginWith(node) ? rules : newPolicies(node)),
  ];
  return {
    groups: parts.flatMap(({ groups }) => groups),
    warnings: parts.flatMap(({ warnings }) => warnings),
    notes: [],
  };
}

const NOTHING: ServiceResilience = { groups: [], warnings: [], notes: [] };

interface Read {
  readonly groups: readonly SettingGroup[];
  readonly warnings: ServiceResilience['warnings'];
}

/** The hosts under which a service is called. */
export function hostsOf({ services, namespace, externalHost }: NodeFacts): readonly string[] {
  return [
    ...services.map((service) => fqdnOf(service, namespace)),
    ...(externalHost === undefined ? [] : [externalHost]),
  ];
}

/**
 * Whether a first object of Istio would be of use to a service: its pods are Istio's or nobody's. Callers with
 * sidecars heed one for any service; but where another mesh takes its calls, that is no place to begin.
 */
export function mayBeginWith({ meshes = [] }: NodeFacts): boolean {
  return meshes.length === 0 || meshes.some((mesh) => mesh === 'istio' || mesh === 'ambient');
}

/** Whether a VirtualService routes calls to one of these hosts. */
export function claims({ spec, metadata }: KubeObject, hosts: readonly string[]): boolean {
  const claimed = textsOf(fieldsOf(spec)['hosts']).map((host) =>
    fqdnOf(host, metadata.namespace ?? ''),
  );
  return hosts.some((host) => claimed.some((pattern) => covers(pattern, host)));
}

function isFor({ spec, metadata }: KubeObject, hosts: readonly string[]): boolean {
  const pattern = fqdnOf(textOf(fieldsOf(spec)['host']) ?? '', metadata.namespace ?? '');
  return hosts.some((host) => covers(pattern, host));
}

function routesOf(object: KubeObject, isNew: boolean): readonly Read[] {
  const whole = partOf(object, VIRTUAL_SERVICE, isNew, '', ['/metadata/name']);
  const routes = listOf(fieldsOf(object.spec)['http']).map((route, index) => {
    const at = pointerOf('spec', 'http', index);
    const name = routeName(fieldsOf(route), index, object);
    const part = partOf(object, VIRTUAL_SERVICE, isNew, at, ['/match', '/name', '/route']);
    const words = matchWords(fieldsOf(route)['match']);
    const applies = words.length === 0 ? 'every request (that is left)' : words.join(', or ');
    return {
      groups: groupsOf(part, routeSpecs(name, applies)),
      warnings: routeWarnings(part, fieldsOf(route), name),
    };
  });
  const end = { groups: groupsOf(whole, [FAULT_END]), warnings: [] };
  return routes.length === 0 ? [] : [...routes, end];
}

function routeName(
  { name }: Readonly<Record<string, unknown>>,
  index: number,
  { metadata }: KubeObject,
): string {
  const own = textOf(name);
  const number = `route ${index + 1}${own === undefined ? '' : ` “${own}”`}`;
  return `${number} of ${metadata.namespace ?? ''}/${metadata.name}`;
}

function policiesOf(object: KubeObject, isNew: boolean): readonly Read[] {
  const rule = `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
  const subsets = listOf(fieldsOf(object.spec)['subsets']).flatMap((subset, index) => {
    const { name, trafficPolicy } = fieldsOf(subset);
    if (trafficPolicy === undefined) return [];
    const at = pointerOf('spec', 'subsets', index);
    return [
      {
        at,
        known: ['/name'],
        name: `subset ${textOf(name) ?? String(index)}`,
        policy: trafficPolicy,
      },
    ];
  });
  const ports = listOf(valueAt(object, '/spec/trafficPolicy/portLevelSettings')).map(
    (setting, index) => ({
      at: pointerOf('spec', 'trafficPolicy', 'portLevelSettings', index),
      known: ['/port'],
      name: `port ${String(valueAt(setting, '/port/number'))}`,
      policy: setting,
    }),
  );
  const all = [
    {
      at: '/spec',
      known: ['/host'],
      name: 'all versions',
      policy: fieldsOf(object.spec)['trafficPolicy'],
    },
    ...subsets,
    ...ports,
  ];
  return all.map(({ at, known, name, policy }) => {
    const isPort = at.includes('/portLevelSettings/');
    const part = partOf(object, DESTINATION_RULE, isNew, at, known);
    const specs = policySpecs(`${name} in ${rule}`, `calls to ${name}`).map((spec) =>
      isPort ? spec : below('/trafficPolicy', spec),
    );
    const where = { ...part, at: isPort ? at : `${at}/trafficPolicy` };
    return {
      groups: groupsOf(part, specs),
      warnings: policyWarnings(where, fieldsOf(policy), `${name} in ${rule}`),
    };
  });
}

type GroupSpec = ReturnType<typeof policySpecs>[number];

/** The same settings under a field of the part. */
function below(prefix: string, spec: GroupSpec): GroupSpec {
  return {
    ...spec,
    block: prefix + spec.block,
    settings: spec.settings.map((setting) => ({
      ...setting,
      path: prefix + setting.path,
      ...(setting.deprecated !== undefined && {
        deprecated: {
          ...setting.deprecated,
          to: setting.deprecated.to === null ? null : prefix + setting.deprecated.to,
        },
      }),
    })),
  };
}

function partOf(
  object: KubeObject,
  kind: ResourceKind,
  isNew: boolean,
  at: string,
  known: readonly string[],
): Part {
  return { object, kind, isNew, at, known };
}

function newRoutes({ namespace, services }: NodeFacts): readonly Read[] {
  const [name] = services;
  if (name === undefined) return [];
  const spec = { hosts: [name], http: [{ route: [{ destination: { host: name } }] }] };
  return routesOf(templateOf(VIRTUAL_SERVICE, NEW_VERSION, { namespace, name }, spec), true);
}

function newPolicies({ namespace, services }: NodeFacts): readonly Read[] {
  const [name] = services;
  if (name === undefined) return [];
  const spec = { host: name };
  return policiesOf(templateOf(DESTINATION_RULE, NEW_VERSION, { namespace, name }, spec), true);
}
