import type { KubeObject } from '@/lib/domain/kube-object';
import type { SplitWarning } from '@/lib/domain/split';
import type { Cluster } from '@/lib/mesh/gateway-api/cluster';
import { isGranted } from '@/lib/mesh/gateway-api/grants';
import { shadowed } from '@/lib/mesh/gateway-api/shadowed';
import { isSameObject, nameOf, warning } from '@/lib/mesh/object-names';
import { backendRefOf } from '@/lib/mesh/routes/backend-refs';
import { servicesOfRoute } from '@/lib/mesh/routes/parents';
import { ruleWarnings } from '@/lib/mesh/routes/rule-warnings';
import type { RouteRule } from '@/lib/mesh/routes/rules';

/** What is surprising about one rule of a route, beside its backends. */
export function routeWarnings(
  route: KubeObject,
  rule: RouteRule,
  rules: readonly RouteRule[],
  cluster: Cluster,
): readonly SplitWarning[] {
  const taken = shadowed(route, rule, cluster);
  return [
    ...withoutWaypoint(route, cluster),
    ...overridden(route, cluster),
    ...(taken.length > 0 ? taken : sharedParents(route, cluster)),
    ...notGranted(route, rule, cluster),
    ...ruleWarnings(route, rule, rules),
  ];
}

/** ztunnel alone moves no weights: a waypoint must stand before the Service. */
export function withoutWaypoint(
  route: KubeObject,
  { lacksWaypoint }: Pick<Cluster, 'lacksWaypoint'>,
): readonly SplitWarning[] {
  return servicesOfRoute(route)
    .filter(lacksWaypoint)
    .map((service) => {
      const message = `${service} has no waypoint, and its pods no sidecars: the weights have no effect on calls until it has one (label istio.io/use-waypoint).`;
      return warning('no-waypoint', message);
    });
}

/** A mesh's own kind comes before Gateway API in that mesh. */
export function overridden(
  route: KubeObject,
  { overriding }: Pick<Cluster, 'overriding'>,
): readonly SplitWarning[] {
  return servicesOfRoute(route).flatMap((service) =>
    (overriding.get(service) ?? []).map((other) => {
      const message = `${other.kind} ${nameOf(other)} routes calls to ${service} too. Proxies that know it obey it and ignore this route.`;
      return warning('overridden', message);
    }),
  );
}

function sharedParents(route: KubeObject, { routesOf }: Cluster): readonly SplitWarning[] {
  return servicesOfRoute(route).flatMap((service) => {
    const others = (routesOf.get(service) ?? []).filter((other) => !isSameObject(other, route));
    if (others.length === 0) return [];
    const names = others.map((other) => `${other.kind} ${nameOf(other)}`).join(', ');
    const message = `${names} is attached to ${service} too. A GRPCRoute goes before an HTTPRoute, TLS and TCP; of one kind the closest match decides and, of equals, the older route.`;
    return [warning('shared-parent', message)];
  });
}

/** A backend in another namespace, whose ReferenceGrants do not let the route lead there. */
export function notGranted(
  route: KubeObject,
  rule: RouteRule,
  { grants }: Pick<Cluster, 'grants'>,
): readonly SplitWarning[] {
  const own = route.metadata.namespace ?? '';
  return rule.backends
    .map((element) => backendRefOf(element, own))
    .filter((ref) => ref.namespace !== own && !isGranted(route, ref, grants))
    .map(({ name, namespace }) => {
      const message = `No ReferenceGrant in ${namespace} lets this route lead to ${name} there. Gateways refuse that; meshes may.`;
      return warning('not-granted', message);
    });
}
