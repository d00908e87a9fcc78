import type { KubeObject } from '@/lib/domain/kube-object';
import type { Split, SplitTarget, TargetRef, WeightArithmetic } from '@/lib/domain/split';
import { sharesOf } from '@/lib/domain/weights';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { combine } from '@/lib/mesh/conditions';
import { isKnownHost } from '@/lib/mesh/istio/backends';
import { indexCluster, type Cluster } from '@/lib/mesh/istio/cluster';
import { fqdnOf } from '@/lib/mesh/hosts';
import { VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';
import { audienceOf, routesOf, type Audience, type Route } from '@/lib/mesh/istio/routes';
import { warningsOf } from '@/lib/mesh/istio/split-warnings';
import { subsetsOf, type Subset } from '@/lib/mesh/istio/subsets';
import { versionOf } from '@/lib/mesh/versions';
import { ownerOf } from '@/lib/mesh/owner';
import { protocolOfPorts } from '@/lib/mesh/service-ports';
import { backendsOf } from '@/lib/mesh/workload-index';

/** The largest int32, which is what the field takes. */
const MAX_WEIGHT = 2_147_483_647;

/** How the weights of a VirtualService add up: relative whole numbers, an absent one is 0. */
export const ISTIO_WEIGHTS: WeightArithmetic = {
  kind: 'relative',
  absent: 0,
  max: MAX_WEIGHT,
  singleTakesAll: true,
  refusesAllZero: true,
};

/**
 * Reads every weighted choice out of the VirtualServices: each route with several destinations, and
 * each with one whose host has further subsets that it could be split over.
 */
export function splits(objects: ObjectStore): readonly Split[] {
  const cluster = indexCluster(objects);
  return cluster.virtualServices.flatMap((virtualService) => {
    const audience = audienceOf(virtualService, cluster);
    return routesOf(virtualService)
      .map((route) => splitOf(virtualService, route, audience, cluster))
      .filter(({ targets, candidates }) => targets.length > 1 || candidates.length > 0);
  });
}

function splitOf(
  virtualService: KubeObject,
  route: Route,
  audience: Audience,
  cluster: Cluster,
): Split {
  const { metadata, apiVersion } = virtualService;
  const namespace = metadata.namespace ?? '';
  const targets = targetsOf(route, namespace, cluster);
  const [group = '', version = ''] = apiVersion.split('/');
  return {
    id: ['istio', namespace, metadata.name, route.kind, route.index].join('~'),
    mesh: 'istio',
    carrier: {
      group,
      version,
      kind: VIRTUAL_SERVICE.kind,
      plural: VIRTUAL_SERVICE.plural,
      namespace,
      name: metadata.name,
      path: `/spec/${route.kind}/${route.index}/route`,
      resourceVersion: metadata.resourceVersion ?? '',
    },
    protocol: protocolOf(route, targets, cluster),
    hosts: audience.hosts,
    match: combine(audience.match, route.match),
    ...(route.name === undefined ? {} : { routeName: route.name }),
    targets,
    candidates: candidatesOf(route, namespace, cluster),
    arithmetic: ISTIO_WEIGHTS,
    owner: ownerOf(virtualService),
    warnings: warningsOf({ virtualService, route, targets, cluster }),
  };
}

function protocolOf(
  { kind }: Route,
  targets: readonly SplitTarget[],
  cluster: Cluster,
): Split['protocol'] {
  if (kind !== 'http') return kind;
  return protocolOfPorts(cluster, targets) === 'grpc' ? 'grpc' : 'http';
}

/** The destinations of a route, with what each of them stands for. */
export function targetsOf(
  { destinations }: Pick<Route, 'destinations'>,
  namespace: string,
  cluster: Cluster,
): readonly SplitTarget[] {
  const shares = sharesOf(
    destinations.map(({ weight }) => weight),
    ISTIO_WEIGHTS,
  );
  return destinations.map(({ weight, ...ref }, i) =>
    targetOf(ref, weight, shares[i] ?? null, namespace, cluster),
  );
}

/** The other subsets of the host, for a route that has one destination only. */
function candidatesOf({ destinations }: Route, namespace: string, cluster: Cluster) {
  const [only] = destinations;
  if (only === undefined || destinations.length > 1) return [];
  const { host, subset: current, port } = only;
  // Without a subset it already stands for every pod, so that no subset is "another".
  if (current === undefined) return [];
  return subsetsOf(cluster, fqdnOf(host, namespace), namespace)
    .filter(({ name }) => name !== current)
    .map(({ name }) => targetOf({ host, subset: name, port }, null, 0, namespace, cluster));
}

function targetOf(
  ref: TargetRef,
  weight: number | null,
  share: number | null,
  namespace: string,
  cluster: Cluster,
): SplitTarget {
  const fqdn = fqdnOf(ref.host, namespace);
  const subset = subsetsOf(cluster, fqdn, namespace).find(({ name }) => name === ref.subset);
  const labels = subset?.labels ?? {};
  const resolved = isKnownHost(cluster, fqdn) && (ref.subset === undefined || subset !== undefined);
  const backends = resolved ? backendsOf(cluster, fqdn, labels) : [];
  const version = targetVersion(
    subset,
    backends.map((backend) => backend.labels),
  );
  return {
    ...ref,
    fqdn,
    weight,
    share,
    labels,
    ...(version === undefined ? {} : { version }),
    workloads: backends.map(({ name }) => name),
    resolved,
  };
}

/** What the subset's labels say or, failing that, what all its pods agree on. */
function targetVersion(
  subset: Subset | undefined,
  podLabels: readonly Readonly<Record<string, string>>[],
): string | undefined {
  const stated = versionOf(subset?.labels ?? {});
  const versions = new Set(podLabels.map(versionOf));
  // Pods may carry a label that telemetry prefers to the one the subset selects by.
  const [agreed] = versions;
  return versions.size === 1 && agreed !== undefined ? agreed : stated;
}
