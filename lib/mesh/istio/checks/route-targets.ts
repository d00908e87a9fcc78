import type { KubeObject } from '@/lib/domain/kube-object';
import type { SplitTarget } from '@/lib/domain/split';
import type { Lookups, Violation } from '@/lib/mesh/checks/rule';
import { knowsWorkloads } from '@/lib/mesh/checks/workloads';
import { serviceNameOf } from '@/lib/mesh/hosts';
import { isKnownHost } from '@/lib/mesh/istio/backends';
import { clusterOf } from '@/lib/mesh/istio/checks/cluster-view';
import type { Cluster } from '@/lib/mesh/istio/cluster';
import { DESTINATION_RULE } from '@/lib/mesh/istio/kinds';
import { ROOT_NAMESPACE } from '@/lib/mesh/istio/root-namespace';
import { routesOf, type Route } from '@/lib/mesh/istio/routes';
import { targetWarnings } from '@/lib/mesh/istio/split-warnings';
import { targetsOf } from '@/lib/mesh/istio/splits';

/** One route of a VirtualService, its targets, and where it stands. */
export interface ResolvedRoute {
  readonly virtualService: KubeObject;
  readonly route: Route;
  readonly targets: readonly SplitTarget[];
  readonly cluster: Cluster;
  readonly path: string;
}

/** Reads the routes of a VirtualService with what each target stands for. */
export function resolvedRoutes(virtualService: KubeObject, lookups: Lookups): ResolvedRoute[] {
  const cluster = clusterOf(lookups);
  const namespace = virtualService.metadata.namespace ?? '';
  return routesOf(virtualService).map((route) => ({
    virtualService,
    route,
    targets: targetsOf(route, namespace, cluster),
    cluster,
    path: `/spec/${route.kind}/${route.index}`,
  }));
}

/** What keeps a destination from being right; of what cannot be known nothing is said. */
type TargetTrouble = 'unknown-host' | 'unknown-subset' | 'port-needed' | 'empty-subset';

/** Where one trouble is with the destinations of a VirtualService. */
export function targetViolations(
  virtualService: KubeObject,
  lookups: Lookups,
  trouble: TargetTrouble,
): readonly Violation[] {
  return resolvedRoutes(virtualService, lookups).flatMap(({ targets, cluster, path }) =>
    targets.flatMap((target, i) => {
      const [found] = targetWarnings(target, cluster);
      if (found === undefined) return [];
      const namespace = virtualService.metadata.namespace ?? '';
      const is = troubleOf(found.code, target, cluster, namespace, lookups);
      if (is !== trouble) return [];
      return [{ path: `${path}/route/${i}/destination${FIELDS[trouble]}`, message: found.message }];
    }),
  );
}

const FIELDS: Readonly<Record<TargetTrouble, string>> = {
  'unknown-host': '/host',
  'unknown-subset': '/subset',
  'port-needed': '',
  'empty-subset': '/subset',
};

function troubleOf(
  code: string,
  { fqdn }: SplitTarget,
  cluster: Cluster,
  namespace: string,
  lookups: Lookups,
): TargetTrouble | null {
  const home = serviceNameOf(fqdn)?.namespace ?? namespace;
  switch (code) {
    case 'dangling-target':
      if (!isKnownHost(cluster, fqdn)) return 'unknown-host';
      return knowsRules(lookups, [namespace, home]) ? 'unknown-subset' : null;
    case 'port-needed':
      return 'port-needed';
    case 'empty-subset':
      return knowsWorkloads(lookups, home) ? 'empty-subset' : null;
    default:
      return null;
  }
}

/** Whether every DestinationRule that callers of these namespaces may be subject to can be read. */
function knowsRules(lookups: Lookups, namespaces: readonly string[]): boolean {
  return [...namespaces, ROOT_NAMESPACE].every((each) => lookups.knows(DESTINATION_RULE, each));
}
