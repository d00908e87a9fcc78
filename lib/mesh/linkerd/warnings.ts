import type { KubeObject } from '@/lib/domain/kube-object';
import type { SplitTarget, SplitWarning } from '@/lib/domain/split';
import type { Cluster } from '@/lib/mesh/linkerd/cluster';
import { isSameObject, nameOf, warning } from '@/lib/mesh/object-names';
import { servicesOfRoute } from '@/lib/mesh/routes/parents';
import { ruleWarnings } from '@/lib/mesh/routes/rule-warnings';
import type { RouteRule } from '@/lib/mesh/routes/rules';

/** On a ServiceProfile that the SMI adaptor shall leave alone. */
const SKIP_ANNOTATION = 'smi.linkerd.io/skip';

/** What is surprising about one rule of a route that Linkerd's proxies serve. */
export function routeWarnings(
  route: KubeObject,
  rule: RouteRule,
  rules: readonly RouteRule[],
  cluster: Cluster,
): readonly SplitWarning[] {
  const services = servicesOfRoute(route);
  return [
    ...services.flatMap((service) => overriding(service, cluster)),
    ...services.flatMap((service) => sharedParents(service, route, cluster)),
    ...ruleWarnings(route, rule, rules),
  ];
}

/** What makes Linkerd's proxies ignore every route of a service, if anything. */
export function overriding(
  service: string,
  cluster: Pick<Cluster, 'profilesOf' | 'trafficSplitsOf'>,
): readonly SplitWarning[] {
  const [profile] = cluster.profilesOf.get(service) ?? [];
  if (profile !== undefined) {
    const message = `There is a ServiceProfile for ${service} in ${profile.metadata.namespace ?? ''}. Linkerd’s proxies obey it and ignore this route.`;
    return [warning('overridden', message)];
  }
  const [split] = cluster.trafficSplitsOf.get(service) ?? [];
  if (split === undefined) return [];
  const message = `The TrafficSplit ${nameOf(split)} becomes a ServiceProfile for ${service}. Linkerd’s proxies obey that and ignore this route.`;
  return [warning('overridden', message)];
}

function sharedParents(
  service: string,
  route: KubeObject,
  { routesOf }: Cluster,
): readonly SplitWarning[] {
  const others = (routesOf.get(service) ?? []).filter((other) => !isSameObject(other, route));
  if (others.length === 0) return [];
  const names = others.map((other) => `${other.kind} ${nameOf(other)}`).join(', ');
  const message = `${names} is attached to ${service} too. A GRPCRoute goes before an HTTPRoute; of one kind the closest match decides and, of equals, the older route.`;
  return [warning('shared-parent', message)];
}

/** What the fate of a TrafficSplit depends on. */
type SplitSurroundings = Pick<
  Cluster,
  'profilesOf' | 'trafficSplitsOf' | 'hasAdaptor' | 'routesOf'
>;

/** What is surprising about a TrafficSplit. */
export function trafficSplitWarnings(
  split: KubeObject,
  service: string,
  cluster: SplitSurroundings,
): readonly SplitWarning[] {
  const others = (cluster.trafficSplitsOf.get(service) ?? []).filter(
    (other) => !isSameObject(other, split),
  );
  const profiles = ownProfiles(service, split.metadata.namespace, cluster);
  const isSkipped = profiles.some(
    ({ metadata }) => metadata.annotations?.[SKIP_ANNOTATION] !== undefined,
  );
  const isForNothing = !cluster.hasAdaptor && profiles.length === 0;
  return [
    ...others.map((other) =>
      warning(
        'shared-service',
        `The TrafficSplit ${nameOf(other)} shares out ${service} too. Both are written to one ServiceProfile, and the last one written holds.`,
      ),
    ),
    ...(isSkipped
      ? [
          warning(
            'skipped',
            `The ServiceProfile of ${service} has the annotation ${SKIP_ANNOTATION}, so that this split is not taken over into it.`,
          ),
        ]
      : []),
    ...(isForNothing
      ? [
          warning(
            'no-adaptor',
            'Neither Linkerd’s SMI adaptor nor a ServiceProfile that it made can be seen. Without it a TrafficSplit does nothing.',
          ),
        ]
      : []),
    ...ignoredRoutes(service, cluster),
  ];
}

/** What is surprising about the overrides of a ServiceProfile. */
export function profileWarnings(
  profile: KubeObject,
  targets: readonly SplitTarget[],
  cluster: Cluster,
): readonly SplitWarning[] {
  const { name, namespace = '', annotations = {} } = profile.metadata;
  const writers = (cluster.trafficSplitsOf.get(name) ?? []).filter(
    ({ metadata }) =>
      metadata.namespace === namespace && annotations[SKIP_ANNOTATION] === undefined,
  );
  const dropped = targets.some(({ share }) => share !== null)
    ? targets.filter(({ weight }) => weight === 0)
    : [];
  return [
    ...writers.map((writer) =>
      warning(
        'written-by-split',
        `These overrides are made from the TrafficSplit ${nameOf(writer)}. Change that one: a change made here will be overwritten.`,
      ),
    ),
    ...dropped.map(({ host }) =>
      warning('dropped-target', `${host} has the weight 0, so that Linkerd leaves it out.`),
    ),
    ...ignoredRoutes(name, cluster),
  ];
}

/** What is wrong with the targets of a TrafficSplit or a ServiceProfile. */
export function targetWarnings(
  targets: readonly SplitTarget[],
  weights: readonly unknown[],
  service: string,
): readonly SplitWarning[] {
  const isAllZero = targets.every(({ share }) => share === null);
  return [
    ...targets.flatMap((target, i) => ofTarget(target, weights[i])),
    ...(isAllZero
      ? [
          warning(
            'all-zero',
            `No weight is above 0: Linkerd leaves all targets out, and requests go to ${service} itself.`,
          ),
        ]
      : []),
  ];
}

/** What is wrong with one target of a TrafficSplit or a ServiceProfile: at most one thing. */
export function ofTarget(target: SplitTarget, written: unknown): readonly SplitWarning[] {
  const { host, fqdn, resolved, weight, workloads, labels } = target;
  if (!resolved) {
    return [warning('dangling-target', `There is no Service ${fqdn}: requests sent there fail.`)];
  }
  if (weight === null) {
    const message = `The weight of ${host} ${written === undefined ? 'is missing' : 'is no quantity'}: Linkerd refuses the object or leaves the target out.`;
    return [warning('no-weight', message)];
  }
  if (workloads.length === 0 && Object.keys(labels).length > 0) {
    const message = `The Service ${host} selects no pods. While it has none, its share goes to the others.`;
    return [warning('empty-backend', message)];
  }
  return [];
}

function ignoredRoutes(
  service: string,
  { routesOf }: Pick<Cluster, 'routesOf'>,
): readonly SplitWarning[] {
  return (routesOf.get(service) ?? []).map((route) =>
    warning(
      'overrides-route',
      `${route.kind} ${nameOf(route)} is attached to ${service} and ignored because of this.`,
    ),
  );
}

function ownProfiles(
  service: string,
  namespace: string | undefined,
  { profilesOf }: Pick<Cluster, 'profilesOf'>,
): readonly KubeObject[] {
  return (profilesOf.get(service) ?? []).filter(({ metadata }) => metadata.namespace === namespace);
}
