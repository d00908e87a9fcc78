import type { KubeObject } from '@/lib/domain/kube-object';
import type { SplitWarning } from '@/lib/domain/split';
import type { Cluster } from '@/lib/mesh/gateway-api/cluster';
import { ROUTE_KINDS } from '@/lib/mesh/gateway-api/kinds';
import { nameOf, warning } from '@/lib/mesh/object-names';
import { isServiceParent, parentsOf, serviceHost } from '@/lib/mesh/routes/parents';
import { rulesOf, type RouteRule } from '@/lib/mesh/routes/rules';

const KINDS = ROUTE_KINDS.map(([{ kind }]) => kind);

/**
 * Says which other route on the same Service takes the requests that this rule is written for: any of a kind
 * that goes before, or one of the same kind that asks for the very same and is older. Of what is equally old,
 * the first by `namespace/name` wins (the rules of conflicts of Gateway API).
 */
export function shadowed(
  route: KubeObject,
  rule: RouteRule,
  cluster: Pick<Cluster, 'routesOf'>,
): readonly SplitWarning[] {
  const others = portsOf(route).flatMap(({ service, port }) =>
    (cluster.routesOf.get(service) ?? [])
      .filter((other) => other !== route && isOn(other, service, port))
      .map((other) => ({ other, service })),
  );
  const told = others.flatMap(({ other, service }) => reasonOf(route, rule, other, service) ?? []);
  return [...new Set(told)].map((message) => warning('shadowed', message));
}

function portsOf(route: KubeObject) {
  return parentsOf(route)
    .filter(isServiceParent)
    .map((parent) => ({ service: serviceHost(parent), port: parent.port }));
}

/** Whether a route is on a Service at a port; one that names none is on all of them. */
function isOn(route: KubeObject, service: string, port: number | undefined): boolean {
  return portsOf(route).some(
    (own) =>
      own.service === service &&
      (own.port === undefined || port === undefined || own.port === port),
  );
}

function reasonOf(
  route: KubeObject,
  rule: RouteRule,
  other: KubeObject,
  service: string,
): string | undefined {
  const name = `${other.kind} ${nameOf(other)}`;
  const [own, its] = [KINDS.indexOf(route.kind), KINDS.indexOf(other.kind)];
  if (its < own) {
    return `${name} is attached to ${service} too, and a ${other.kind} goes before a ${route.kind}: what it is for does not come here.`;
  }
  if (its > own || !isOlder(other, route)) return undefined;
  const twin = rulesOf(other, formOf(other)).find((each) => asksFor(each) === asksFor(rule));
  if (twin === undefined) return undefined;
  return `Rule ${twin.index + 1} of ${name} asks for the same and is older, so that nothing reaches this one.`;
}

function formOf({ kind }: KubeObject) {
  return ROUTE_KINDS.find(([own]) => own.kind === kind)?.[1] ?? 'http';
}

function asksFor({ match }: RouteRule): string {
  return JSON.stringify(match);
}

function isOlder(a: KubeObject, b: KubeObject): boolean {
  const [first, second] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? ''];
  return first === second ? nameOf(a) < nameOf(b) : first < second;
}
