import { isErrorClass } from '@/lib/domain/error-class';
import { groupBy } from '@/lib/domain/group-by';
import { histogramQuantile, labelled, or, rate, sumBy, times } from '@/lib/domain/promql';
import type { VectorSample } from '@/lib/domain/samples';
import type { Split, SplitTarget } from '@/lib/domain/split';
import type {
  NamedQuery,
  QueryAnswers,
  SplitObservation,
  TargetObservation,
} from '@/lib/mesh/adapter';
import { serviceNameOf } from '@/lib/mesh/hosts';
import { POLICY_ROUTE, SERVICE_PROFILE, TRAFFIC_SPLIT } from '@/lib/mesh/linkerd/kinds';
import {
  CALLED_INSIDE,
  CALLED_SERVICE,
  CALLED_WORKLOAD,
  LATENCIES,
  OUTBOUND,
  RESPONSES,
  ROUTE_METRICS,
} from '@/lib/mesh/linkerd/metric-labels';
import { backendOf, keyOf, serviceOf, workloadOf, type Labels } from '@/lib/mesh/linkerd/places';
import { outcomeOf, routedOutcome } from '@/lib/mesh/linkerd/request-edges';
import { ROUTED } from '@/lib/mesh/linkerd/routed';

const ROUTE = ['route_group', 'route_kind', 'route_namespace', 'route_name'];
const BACKEND = ['backend_namespace', 'backend_name'];

/** What clients say about the targets of all splits: by route and backend, and by who answered. */
export function observationQueries(windowSeconds: number): readonly NamedQuery[] {
  const routed = (protocol: 'http' | 'grpc') => {
    const { statuses, status } = ROUTE_METRICS[protocol];
    const by = sumBy([...ROUTE, ...BACKEND, status, 'error'], rate(statuses, [], windowSeconds));
    return labelled(by, ROUTED, protocol);
  };
  const p95 = (by: readonly string[]) =>
    histogramQuantile(
      0.95,
      sumBy(['le', ...by], rate(LATENCIES, [OUTBOUND, CALLED_INSIDE], windowSeconds)),
    );
  const routedP95 = (protocol: 'http' | 'grpc') => {
    const buckets = rate(ROUTE_METRICS[protocol].latencies, [], windowSeconds);
    const quantile = histogramQuantile(0.95, sumBy(['le', ...ROUTE, ...BACKEND], buckets));
    return labelled(times(quantile, 1000), ROUTED, protocol);
  };
  const outcome = ['status_code', 'classification', 'grpc_status'];
  return [
    { key: 'routed', promql: or(routed('http'), routed('grpc')) },
    {
      key: 'requests',
      promql: sumBy(
        [...CALLED_WORKLOAD, 'dst_service', ...outcome],
        rate(RESPONSES, [OUTBOUND, CALLED_INSIDE], windowSeconds),
      ),
    },
    { key: 'p95ByService', promql: p95(CALLED_SERVICE) },
    { key: 'p95ByWorkload', promql: p95(CALLED_WORKLOAD) },
    { key: 'p95ByRoute', promql: or(routedP95('http'), routedP95('grpc')) },
  ];
}

/** The carriers of Linkerd's own whose targets are told by who answered, as they have no metrics by route. */
const BY_ENDPOINT: ReadonlySet<string> = new Set([SERVICE_PROFILE.group, TRAFFIC_SPLIT.group]);

/** Routes of these groups are named in metrics by route, where they are those of Linkerd's clients. */
const BY_ROUTE: ReadonlySet<string> = new Set([POLICY_ROUTE.group, 'gateway.networking.k8s.io']);

/**
 * Tells for every target of every split that Linkerd's proxies obey how much reached it.
 *
 * Routes are told exactly, by route and backend. What a TrafficSplit or a ServiceProfile shares out is told by
 * the service that was called, which counts calls to it by its own name too; or, where two targets share a
 * service, by workload. Splits of other meshes are not told: Linkerd's clients do not obey them.
 */
export function observe(
  splits: readonly Split[],
  answers: QueryAnswers,
): readonly SplitObservation[] {
  const routed = groupBy(answers.get('routed') ?? [], ({ labels }) => routeKey(labels));
  const requests = groupBy(answers.get('requests') ?? [], ({ labels }) => calledKey(labels));
  return splits.map((split) => ({
    splitId: split.id,
    targets: BY_ROUTE.has(split.carrier.group)
      ? byRoute(split, routed.get(carrierKey(split)), answers)
      : BY_ENDPOINT.has(split.carrier.group)
        ? byEndpoint(split, requests, answers)
        : split.targets.map(() => null),
  }));
}

type Rows = readonly VectorSample[];
type Observed = SplitObservation['targets'];

function byRoute(split: Split, rows: Rows | undefined, answers: QueryAnswers): Observed {
  if (rows === undefined) return split.targets.map(() => null);
  const latencies = answers.get('p95ByService') ?? [];
  const coarse = (answers.get('p95ByRoute') ?? []).filter(
    ({ labels }) => routeKey(labels) === carrierKey(split),
  );
  return split.targets.map((target) => {
    if (isShared(target, split)) return null;
    const own = rows.filter(({ labels }) => isBackend(labels, target));
    const p95 =
      latencies.find(({ labels }) => calledKey(labels) === serviceKey(target)) ??
      coarse.find(({ labels }) => isBackend(labels, target));
    return { ...tallyOf(own, routedError), p95Ms: p95?.value ?? null };
  });
}

function byEndpoint(
  split: Split,
  requests: ReadonlyMap<string, Rows>,
  answers: QueryAnswers,
): Observed {
  const isMeasured = split.targets.some((target) => requests.has(serviceKey(target)));
  if (!isMeasured) return split.targets.map(() => null);
  return split.targets.map((target) => {
    const rows = requests.get(serviceKey(target)) ?? [];
    if (!isShared(target, split)) {
      const p95 = valueWhere(
        answers.get('p95ByService'),
        ({ labels }) => calledKey(labels) === serviceKey(target),
      );
      return { ...tallyOf(rows, endpointError), p95Ms: p95 };
    }
    return byWorkload(target, split, rows, answers.get('p95ByWorkload'));
  });
}

/** Where several targets are one service, the workloads tell them apart, unless those are shared too. */
function byWorkload(
  target: SplitTarget,
  split: Split,
  rows: Rows,
  latencies: Rows | undefined,
): TargetObservation | null {
  const { namespace = '' } = serviceNameOf(target.fqdn) ?? {};
  const others = split.targets.filter((other) => other !== target);
  const isTorn = others.some((other) =>
    other.workloads.some((name) => target.workloads.includes(name)),
  );
  if (isTorn || target.workloads.length === 0) return null;
  const names = new Set(target.workloads.map((name) => keyOf({ namespace, name })));
  const isHere = ({ labels }: VectorSample) => {
    const workload = workloadOf(labels, 'dst_');
    return workload !== undefined && names.has(keyOf(workload));
  };
  const p95 = names.size === 1 ? valueWhere(latencies, isHere) : null;
  return { ...tallyOf(rows.filter(isHere), endpointError), p95Ms: p95 };
}

function tallyOf(
  rows: Rows,
  isError: (labels: Labels) => boolean,
): Pick<TargetObservation, 'requestRate' | 'errorRatio'> {
  let [requestRate, errorRate] = [0, 0];
  for (const { labels, value } of rows) {
    requestRate += value;
    if (isError(labels)) errorRate += value;
  }
  return { requestRate, errorRatio: requestRate > 0 ? errorRate / requestRate : null };
}

function endpointError(labels: Labels): boolean {
  const outcome = outcomeOf(labels);
  const protocol = outcome.grpcStatus === undefined ? 'http' : 'grpc';
  return outcome.error ?? isErrorClass({ ...outcome, protocol });
}

function routedError(labels: Labels): boolean {
  const protocol = labels.get(ROUTED) === 'grpc' ? 'grpc' : 'http';
  return isErrorClass({ ...routedOutcome(labels, protocol), protocol });
}

function isShared(target: SplitTarget, { targets }: Split): boolean {
  return targets.some((other) => other !== target && other.fqdn === target.fqdn);
}

function routeKey(labels: Labels): string {
  return ROUTE.map((label) => labels.get(label) ?? '').join('/');
}

function carrierKey({ carrier: { group, kind, namespace, name } }: Split): string {
  return [group, kind, namespace, name].join('/');
}

function isBackend(labels: Labels, target: SplitTarget): boolean {
  const backend = backendOf(labels);
  return backend !== undefined && keyOf(backend) === serviceKey(target);
}

function calledKey(labels: Labels): string {
  const service = serviceOf(labels);
  return service === undefined ? '' : keyOf(service);
}

function serviceKey({ fqdn }: SplitTarget): string {
  const service = serviceNameOf(fqdn);
  return service === null ? fqdn : keyOf(service);
}

function valueWhere(
  rows: Rows | undefined,
  isWanted: (sample: VectorSample) => boolean,
): number | null {
  return rows?.find(isWanted)?.value ?? null;
}
