import type { KubeObject } from '@/lib/domain/kube-object';
import type { SplitWarning } from '@/lib/domain/split';
import { fieldsOf, listOf, numberOf, textOf } from '@/lib/mesh/fields';
import { servicesOf, type Cluster } from '@/lib/mesh/gateway-api/cluster';
import { isGranted } from '@/lib/mesh/gateway-api/grants';
import { backendRefOf } from '@/lib/mesh/routes/backend-refs';
import type { RouteRule } from '@/lib/mesh/routes/rules';

/** What is surprising about one rule of a route, beside its backends. */
export function routeWarnings(
  route: KubeObject,
  rule: RouteRule,
  rules: readonly RouteRule[],
  cluster: Cluster,
): readonly SplitWarning[] {
  return [
    ...overridden(route, cluster),
    ...sharedParents(route, cluster),
    ...unreachable(rule, rules),
    ...notGranted(route, rule, cluster),
    ...notTaken(route),
    ...sharedTelemetry(rule, rules),
  ];
}

/** A mesh's own kind comes before Gateway API in that mesh. */
function overridden(route: KubeObject, { overriding }: Cluster): readonly SplitWarning[] {
  return servicesOf(route).flatMap((service) =>
    (overriding.get(service) ?? []).map((other) => {
      const message = `${other.kind} ${nameOf(other)} routes calls to ${service} too. Proxies that know it obey it and ignore this route.`;
      return warning('overridden', message);
    }),
  );
}

function sharedParents(route: KubeObject, { routesOf }: Cluster): readonly SplitWarning[] {
  return servicesOf(route).flatMap((service) => {
    const others = (routesOf.get(service) ?? []).filter((other) => !isSame(other, route));
    if (others.length === 0) return [];
    const names = others.map((other) => `${other.kind} ${nameOf(other)}`).join(', ');
    const message = `${names} is attached to ${service} too. A GRPCRoute goes before an HTTPRoute, TLS and TCP; of one kind the closest match decides and, of equals, the older route.`;
    return [warning('shared-parent', message)];
  });
}

/** Rules are not tried in their order, so that only one with the very same conditions is in the way. */
function unreachable(rule: RouteRule, rules: readonly RouteRule[]): readonly SplitWarning[] {
  const key = (each: RouteRule) => JSON.stringify(each.match);
  const earlier = rules.find((each) => each.index < rule.index && key(each) === key(rule));
  if (earlier === undefined) return [];
  const message = `Rule ${earlier.index + 1} asks for the same and comes first, so that nothing reaches this one, which is rule ${rule.index + 1}.`;
  return [warning('unreachable', message)];
}

function notGranted(
  route: KubeObject,
  rule: RouteRule,
  { grants }: Cluster,
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

/** What the controllers wrote into the status, unless it is about an older version of the route. */
function notTaken({ status, metadata }: KubeObject): readonly SplitWarning[] {
  const found = listOf(fieldsOf(status)['parents'])
    .map(fieldsOf)
    .flatMap((parent) =>
      listOf(parent['conditions'])
        .map(fieldsOf)
        .map((condition) => ({ condition, by: textOf(parent['controllerName']) })),
    )
    .filter(({ condition }) => {
      const seen = numberOf(condition['observedGeneration']);
      return seen === undefined || seen >= (metadata.generation ?? 0);
    })
    .filter(({ condition }) => isTrouble(condition['type'], condition['status']))
    .map(({ condition, by }) => {
      const why = textOf(condition['message']) ?? textOf(condition['reason']) ?? '?';
      return `${by ?? 'A controller'} does not take this route as it is (${textOf(condition['reason']) ?? '?'}): ${why}`;
    });
  return [...new Set(found)].map((message) => warning('not-accepted', message));
}

function isTrouble(type: unknown, status: unknown): boolean {
  if (type === 'PartiallyInvalid') return status === 'True';
  return (type === 'Accepted' || type === 'ResolvedRefs') && status === 'False';
}

/** Telemetry names the service that a request reached, not the rule that sent it there. */
function sharedTelemetry(rule: RouteRule, rules: readonly RouteRule[]): readonly SplitWarning[] {
  const named = new Set(rule.backends.map((backend) => textOf(backend['name'])));
  const isShared = rules.some(
    (other) =>
      other.index !== rule.index && other.backends.some(({ name }) => named.has(textOf(name))),
  );
  if (!isShared) return [];
  const message =
    'Other rules of this object lead to the same service. Observed shares count their requests too.';
  return [warning('shared-telemetry', message)];
}

function nameOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

function isSame(a: KubeObject, b: KubeObject): boolean {
  return nameOf(a) === nameOf(b) && a.kind === b.kind;
}

function warning(code: string, message: string): SplitWarning {
  return { code, message };
}
