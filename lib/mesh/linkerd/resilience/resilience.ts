import type { KubeObject, ResourceKind } from '@/lib/domain/kube-object';
import { pointerOf, valueAt } from '@/lib/domain/pointer';
import type {
  ResilienceWarning,
  RetryLayer,
  ServiceResilience,
  SettingGroup,
} from '@/lib/domain/resilience/setting';
import { millisecondsOf } from '@/lib/domain/resilience/setting-text';
import type { NodeFacts, ObjectStore } from '@/lib/mesh/adapter';
import { PODS, SERVICES } from '@/lib/mesh/core-kinds';
import { fieldsOf, listOf, textOf } from '@/lib/mesh/fields';
import { CLUSTER_SUFFIX } from '@/lib/mesh/hosts';
import { membershipOf } from '@/lib/mesh/linkerd/detect';
import { POLICY_ROUTE, SERVICE_PROFILE } from '@/lib/mesh/linkerd/kinds';
import { profileBudget, profileRoute } from '@/lib/mesh/linkerd/resilience/profile-settings';
import {
  breakerAnnotations,
  routeAnnotations,
} from '@/lib/mesh/linkerd/resilience/service-annotations';
import { nameOf } from '@/lib/mesh/object-names';
import { GATEWAY_DURATION, ruleGroups, ruleWarnings } from '@/lib/mesh/routes/resilience';
import { servicesOfRoute } from '@/lib/mesh/routes/parents';
import { refOf } from '@/lib/mesh/object-refs';
import { groupsOf, triesWarning } from '@/lib/mesh/settings';
import { selectsAny } from '@/lib/mesh/workload-index';

const SERVICE_KIND: ResourceKind = { ...SERVICES, kind: 'Service', versions: ['v1'] };

/** Routes of Gateway API that Linkerd's proxies read annotations of. */
const ANNOTATED_ROUTES: readonly ResourceKind[] = [
  POLICY_ROUTE,
  ...(['HTTPRoute', 'GRPCRoute'] as const).map((kind) => ({
    group: 'gateway.networking.k8s.io',
    plural: `${kind.toLowerCase()}s`,
    kind,
    versions: ['v1'],
  })),
];

/** Reads the timeouts, retries and circuit breakers that Linkerd applies to calls of a service. */
export function resilience(node: NodeFacts, objects: ObjectStore): ServiceResilience {
  const meshed = objects.list(PODS).filter((pod) => membershipOf(pod).inMesh);
  const services = objects
    .list(SERVICES)
    .filter(
      (service) =>
        service.metadata.namespace === node.namespace &&
        node.services.includes(service.metadata.name) &&
        selectsAny(service, meshed),
    );
  const hosts = services.map(({ metadata }) => hostOf(metadata.name, node.namespace));
  if (hosts.length === 0) return { groups: [], warnings: [], notes: [] };
  const profiles = objects
    .list(SERVICE_PROFILE)
    .filter(({ metadata }) => hosts.includes(metadata.name));
  const routes = ANNOTATED_ROUTES.flatMap((kind) =>
    objects
      .list(kind)
      .filter((route) => servicesOfRoute(route).some((host) => hosts.includes(host)))
      .map((route) => ({ kind, route })),
  );
  const own = routes.filter(({ kind }) => kind === POLICY_ROUTE);
  return {
    groups: [
      ...profiles.flatMap(profileGroups),
      ...own.flatMap(({ route }) => ruleGroups(route, ROUTE_SETTINGS)),
      ...routes.flatMap(({ kind, route }) => annotated(route, kind)),
      ...services.flatMap(serviceGroups),
    ],
    warnings: [
      ...own.flatMap(({ route }) => ruleWarnings(route, ROUTE_SETTINGS)),
      ...[...services.map((route) => ({ kind: SERVICE_KIND, route })), ...routes].flatMap(
        ({ kind, route }) => annotationWarnings(route, kind),
      ),
      ...profiles.flatMap((profile) => overruledWarnings(profile, services, routes)),
    ],
    notes: [
      {
        section: 'fault',
        text: 'Linkerd injects no faults itself: a share of the requests is sent, by weights, to a Service that fails.',
      },
    ],
  };
}

const ROUTE_SETTINGS = { kind: POLICY_ROUTE, form: 'http', hasRetry: false, isNew: false } as const;

function hostOf(name: string, namespace: string): string {
  return `${name}.${namespace}.${CLUSTER_SUFFIX}`;
}

function profileGroups(profile: KubeObject): readonly SettingGroup[] {
  const part = { object: profile, kind: SERVICE_PROFILE, isNew: false };
  const routes = listOf(fieldsOf(profile.spec)['routes']).map(fieldsOf);
  return [
    ...routes.flatMap((route, index) =>
      groupsOf(
        { ...part, at: pointerOf('spec', 'routes', index), known: ['/name', '/condition'] },
        profileRoute(
          `“${textOf(route['name']) ?? String(index + 1)}” of ${nameOf(profile)}`,
          conditionWords(route['condition']),
        ),
      ),
    ),
    ...groupsOf({ ...part, at: '/spec', known: [] }, [profileBudget(nameOf(profile))]),
  ];
}

function conditionWords(condition: unknown): string {
  const { method, pathRegex } = fieldsOf(condition);
  const words = [
    ...(textOf(method) === undefined ? [] : [`method is ${String(method)}`]),
    ...(textOf(pathRegex) === undefined ? [] : [`path matches ${String(pathRegex)}`]),
  ];
  return words.length === 0 ? 'requests of its condition' : words.join(' and ');
}

function annotated(route: KubeObject, kind: ResourceKind): readonly SettingGroup[] {
  const part = { object: route, kind, isNew: false, at: '', known: ['/metadata/name'] };
  const what = `${kind.kind} ${nameOf(route)} (annotations)`;
  return groupsOf(part, routeAnnotations(what, 'requests that this route takes'));
}

function serviceGroups(service: KubeObject): readonly SettingGroup[] {
  const part = {
    object: service,
    kind: SERVICE_KIND,
    isNew: false,
    at: '',
    known: ['/metadata/name'],
  };
  const what = `Service ${nameOf(service)} (annotations)`;
  const applies = 'every request that no route takes';
  return groupsOf(part, [
    ...routeAnnotations(what, applies),
    breakerAnnotations(what, 'calls to the servers behind it'),
  ]);
}

function annotationWarnings(object: KubeObject, kind: ResourceKind): readonly ResilienceWarning[] {
  const { annotations = {} } = object.metadata;
  const ms = (name: string) => millisecondsOf(annotations[name], GATEWAY_DURATION);
  const ref = refOf(object, kind);
  const tuned = Object.keys(annotations).find((name) =>
    name.startsWith('balancer.linkerd.io/failure-accrual-'),
  );
  const isOff =
    tuned !== undefined && annotations['balancer.linkerd.io/failure-accrual'] === undefined;
  const message = `${kind.kind} ${nameOf(object)}: ${tuned ?? ''} does nothing without balancer.linkerd.io/failure-accrual.`;
  return [
    ...triesWarning(
      {
        retries: retriesOf(annotations),
        perTryMs: ms('retry.linkerd.io/timeout'),
        timeoutMs: ms('timeout.linkerd.io/request'),
      },
      {
        object: ref,
        path: pointerOf('metadata', 'annotations'),
        what: `${kind.kind} ${nameOf(object)}`,
      },
    ),
    ...(isOff
      ? [
          {
            code: 'breaker-never-trips',
            message,
            object: ref,
            path: pointerOf('metadata', 'annotations'),
          },
        ]
      : []),
  ];
}

/** How often annotations let a request be tried again: not at all without a condition, else once by default. */
function retriesOf(annotations: Readonly<Record<string, string>>): number {
  const isOn = ['http', 'grpc'].some(
    (form) => annotations[`retry.linkerd.io/${form}`] !== undefined,
  );
  const limit = Number(annotations['retry.linkerd.io/limit'] ?? 1);
  return isOn && Number.isSafeInteger(limit) ? limit : 0;
}

function overruledWarnings(
  profile: KubeObject,
  services: readonly KubeObject[],
  routes: readonly { readonly kind: ResourceKind; readonly route: KubeObject }[],
): readonly ResilienceWarning[] {
  const all = [...services.map((route) => ({ kind: SERVICE_KIND, route })), ...routes];
  const overruled = all.filter(({ kind, route }) => {
    const names = Object.keys(route.metadata.annotations ?? {});
    const isAnnotated = names.some((name) => /^(retry|timeout|balancer)\.linkerd\.io\//.test(name));
    return isAnnotated || (kind === POLICY_ROUTE && valueAt(route, '/spec/rules') !== undefined);
  });
  return overruled.map(({ kind, route }) => ({
    code: 'overruled-by-profile',
    message: `While there is the ServiceProfile ${profile.metadata.name}, the proxy ignores what ${kind.kind} ${nameOf(route)} says of routes, timeouts, retries and circuit breaking.`,
    object: refOf(route, kind),
  }));
}

/** How often annotations let requests be tried at most. A budget bounds load, not the tries of one request. */
export function retryLayers(objects: ObjectStore): readonly RetryLayer[] {
  const routes = ANNOTATED_ROUTES.flatMap((kind) =>
    objects.list(kind).map((object) => ({ object, kind, hosts: servicesOfRoute(object) })),
  );
  const services = objects.list(SERVICES).map((object) => ({
    object,
    kind: SERVICE_KIND,
    hosts: [hostOf(object.metadata.name, object.metadata.namespace ?? '')],
  }));
  return [...routes, ...services].flatMap(({ object, kind, hosts }) => {
    const retries = retriesOf(object.metadata.annotations ?? {});
    if (retries === 0) return [];
    return hosts.map((host) => ({ host, tries: retries + 1, object: refOf(object, kind) }));
  });
}
