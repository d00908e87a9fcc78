import type { KubeObject } from '@/lib/domain/kube-object';
import type { SplitTarget, SplitWarning } from '@/lib/domain/split';
import { fieldsOf, listOf } from '@/lib/mesh/fields';
import { isSameObject, nameOf, warning } from '@/lib/mesh/object-names';
import { portsOf } from '@/lib/mesh/service-ports';
import { isKnownHost } from '@/lib/mesh/istio/backends';
import { meshHosts, type Cluster } from '@/lib/mesh/istio/cluster';
import { isSeenWith } from '@/lib/mesh/istio/export-to';
import { matchWords } from '@/lib/mesh/istio/match-words';
import { routesOf, type Route } from '@/lib/mesh/istio/routes';

interface Subject {
  readonly virtualService: KubeObject;
  readonly route: Route;
  readonly targets: readonly SplitTarget[];
  readonly cluster: Cluster;
}

/** Says what is wrong or surprising about one route. Codes in brackets are those of istioctl. */
export function warningsOf(subject: Subject): readonly SplitWarning[] {
  return [
    ...danglingTargets(subject),
    ...unreachable(subject),
    ...allZero(subject),
    ...sharedHosts(subject),
    ...withoutWaypoint(subject),
    ...sharedTelemetry(subject),
  ];
}

function danglingTargets({ targets, cluster }: Subject): readonly SplitWarning[] {
  return targets.flatMap((target) => targetWarnings(target, cluster));
}

/** What is wrong with one destination: at most one thing. */
export function targetWarnings(target: SplitTarget, cluster: Cluster): readonly SplitWarning[] {
  const name = target.subset === undefined ? target.host : `${target.subset} of ${target.host}`;
  if (!target.resolved) {
    const message =
      target.subset === undefined || !isKnownHost(cluster, target.fqdn)
        ? `The host ${target.host} is not known to the mesh: requests sent there fail (IST0101).`
        : `The subset ${name} is not defined by a DestinationRule: requests sent there fail (IST0101).`;
    return [warning('dangling-target', message)];
  }
  const ports = portsOf(cluster, target.fqdn);
  if (target.port === undefined && ports.length > 1) {
    const message = `${target.host} has ${ports.length} ports and the route chooses none (IST0112).`;
    return [warning('port-needed', message)];
  }
  if (target.subset !== undefined && target.workloads.length === 0 && ports.length > 0) {
    return [warning('empty-subset', `The subset ${name} selects no pods (IST0173).`)];
  }
  return [];
}

/** HTTP routes are tried in order, so that nothing after one without a match is reached. */
export function unreachable({
  virtualService,
  route,
}: Pick<Subject, 'virtualService' | 'route'>): readonly SplitWarning[] {
  if (route.kind !== 'http') return [];
  const routes = listOf(fieldsOf(virtualService.spec)['http']).map(fieldsOf);
  const catchAll = routes.findIndex((candidate) => matchWords(candidate['match']).length === 0);
  if (catchAll === -1 || catchAll >= route.index) return [];
  const message = `Route ${catchAll + 1} takes every request before this one, which is route ${route.index + 1} (IST0130).`;
  return [warning('unreachable', message)];
}

/** Says that a choice of several sends nothing anywhere. */
export function allZero({ targets }: Pick<Subject, 'targets'>): readonly SplitWarning[] {
  if (targets.length < 2 || targets.some(({ share }) => share !== null)) return [];
  return [warning('all-zero', 'All weights are 0: Istio refuses this and requests fail.')];
}

function sharedHosts({ virtualService, cluster }: Subject): readonly SplitWarning[] {
  return rivalsOf(virtualService, cluster).map((rival) =>
    warning('shared-host', rivalWords(rival)),
  );
}

/** Another VirtualService that callers in the mesh see for the same host. */
export interface Rival {
  readonly host: string;
  readonly other: KubeObject;
}

/** The VirtualServices that claim a host of this one for callers that see both. */
export function rivalsOf(
  virtualService: KubeObject,
  { claims }: Pick<Cluster, 'claims'>,
): readonly Rival[] {
  return meshHosts(virtualService).flatMap((host) =>
    (claims.get(host) ?? [])
      .filter((other) => !isSameObject(other, virtualService))
      .filter((other) => isSeenWith(other, virtualService))
      .map((other) => ({ host, other })),
  );
}

/** Says that there are two for one host. */
export function rivalWords({ host, other }: Rival): string {
  return `VirtualService ${nameOf(other)} claims ${host} too; only one of them is in force (IST0109).`;
}

/** Sidecars route what they send; in ambient mode a waypoint does, and ztunnel knows no routes. */
export function withoutWaypoint({
  virtualService,
  cluster,
}: Pick<Subject, 'virtualService' | 'cluster'>): readonly SplitWarning[] {
  return meshHosts(virtualService)
    .filter(cluster.lacksWaypoint)
    .map((host) =>
      warning(
        'no-waypoint',
        `${host} is in ambient mode and no waypoint serves it: only callers with a sidecar obey this.`,
      ),
    );
}

/** Telemetry names the target a request reached, not the route that sent it there. */
function sharedTelemetry({ virtualService, route }: Subject): readonly SplitWarning[] {
  const hosts = new Set(route.destinations.map(({ host }) => host));
  const others = routesOf(virtualService).filter(
    (other) =>
      other.kind === route.kind &&
      other.index !== route.index &&
      other.destinations.some(({ host }) => hosts.has(host)),
  );
  if (others.length === 0) return [];
  const message =
    'Other routes of this object lead to the same host. Observed shares count their requests too.';
  return [warning('shared-telemetry', message)];
}
