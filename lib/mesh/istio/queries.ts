import type { GraphView } from '@/lib/domain/model';
import {
  countBy,
  histogramQuantile,
  like,
  or,
  rate,
  selector,
  sumBy,
  unlike,
  type Matcher,
  type PromQl,
} from '@/lib/domain/promql';
import type { NamedQuery, TelemetryRequest } from '@/lib/mesh/adapter';
import {
  BY_SIDECARS,
  DURATIONS,
  EDGE_LABELS,
  REQUESTS,
  TCP_CONNECTIONS,
  TCP_REQUEST_BYTES,
  TCP_RESPONSE_BYTES,
  WORKLOAD_FACTS,
  type EdgeLabels,
} from '@/lib/mesh/istio/metric-labels';
import { NOT_ZTUNNEL } from '@/lib/mesh/istio/ztunnel';

/** Whether sidecars or gateways report anything. What waypoints and ztunnel report is not theirs. */
export function presence(offsetSeconds: number): PromQl {
  return or(
    selector(REQUESTS, [BY_SIDECARS], offsetSeconds),
    selector(TCP_CONNECTIONS, [BY_SIDECARS, ...NOT_ZTUNNEL], offsetSeconds),
  );
}

/** The quantiles of the model, by the key of their query. */
export const QUANTILES = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;
export type QuantileKey = keyof typeof QUANTILES;

/**
 * The eight queries that the graph is made of, whatever the namespaces. Each keeps the reporter, so
 * that one can be chosen for every edge; none is summed over reporters. What waypoints and ztunnel tell
 * is the account of ambient mode.
 */
export function telemetryQueries({ windowSeconds, view }: TelemetryRequest): NamedQuery[] {
  const tcp = (metric: string) => rate(metric, [BY_SIDECARS, ...NOT_ZTUNNEL], windowSeconds);
  const edge = edgeLabelsOf(view);
  const policy = [...edge, ...factsOf(view), 'connection_security_policy'];
  return [
    ...requestQueries({ windowSeconds, view }, BY_SIDECARS),
    { key: 'tcpRequestBytes', promql: sumBy(policy, tcp(TCP_REQUEST_BYTES)) },
    { key: 'tcpResponseBytes', promql: sumBy(edge, tcp(TCP_RESPONSE_BYTES)) },
    { key: 'tcpConnections', promql: sumBy(policy, tcp(TCP_CONNECTIONS)) },
    { key: 'bounds', promql: countBy(['le'], selector(DURATIONS, [BY_SIDECARS])) },
  ];
}

/** What the ends of an edge are told apart by in a view, and who tells of it. */
export function edgeLabelsOf(view: GraphView): readonly string[] {
  const { source, destination, fallback } = EDGE_LABELS[view];
  return [...new Set(['reporter', ...source, ...destination, ...fallback])];
}

/** What a view tells of its nodes beyond their identity. */
export function factsOf(view: GraphView): readonly string[] {
  return view === 'workload' ? WORKLOAD_FACTS : [];
}

/** Four queries: the requests of an account (a matcher of reporters) and how long they took. */
export function requestQueries(
  { windowSeconds, view }: Pick<TelemetryRequest, 'windowSeconds' | 'view'>,
  account: Matcher,
): NamedQuery[] {
  const labels = EDGE_LABELS[view];
  const quantiles = Object.entries(QUANTILES).map(([key, quantile]) => ({
    key,
    promql: histogramQuantile(quantile, bucketSums(labels, windowSeconds, account)),
  }));
  const outcome = [
    'request_protocol',
    'response_code',
    'grpc_response_status',
    'response_flags',
    'connection_security_policy',
  ];
  const by = [...new Set([...edgeLabelsOf(view), ...factsOf(view), ...outcome])];
  return [
    { key: 'requests', promql: sumBy(by, rate(REQUESTS, [account], windowSeconds)) },
    ...quantiles,
  ];
}

/**
 * Bucket rates by edge. Destinations that have a name are summed over the hosts they were called by;
 * the others are told apart by host. Two sums, so that no edge ever has two quantiles to merge.
 */
function bucketSums(labels: EdgeLabels, windowSeconds: number, account: Matcher): PromQl {
  const common = ['le', 'reporter', 'request_protocol', ...labels.source, ...labels.destination];
  const unknown = 'unknown|';
  return or(
    sumBy(common, rate(DURATIONS, [account, unlike(labels.known, unknown)], windowSeconds)),
    sumBy(
      [...common, ...labels.fallback],
      rate(DURATIONS, [account, like(labels.known, unknown)], windowSeconds),
    ),
  );
}
