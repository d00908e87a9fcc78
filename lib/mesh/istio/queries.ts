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
  DURATIONS,
  EDGE_LABELS,
  NOT_ZTUNNEL,
  REQUESTS,
  TCP_CONNECTIONS,
  TCP_REQUEST_BYTES,
  TCP_RESPONSE_BYTES,
  WORKLOAD_FACTS,
  type EdgeLabels,
} from '@/lib/mesh/istio/metric-labels';

/** Whether sidecars or gateways report anything. What waypoints and ztunnel report is not theirs. */
export function presence(offsetSeconds: number): PromQl {
  const ofSidecars = like('reporter', 'source|destination');
  return or(
    selector(REQUESTS, [ofSidecars], offsetSeconds),
    selector(TCP_CONNECTIONS, [ofSidecars, ...NOT_ZTUNNEL], offsetSeconds),
  );
}

/** The quantiles of the model, by the key of their query. */
export const QUANTILES = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;
export type QuantileKey = keyof typeof QUANTILES;

/**
 * The eight queries that the graph is made of, whatever the namespaces. Each keeps the reporter, so
 * that one can be chosen for every edge; none is summed over reporters.
 */
export function telemetryQueries({ windowSeconds, view }: TelemetryRequest): NamedQuery[] {
  const labels = EDGE_LABELS[view];
  const facts = view === 'workload' ? WORKLOAD_FACTS : [];
  const edge = ['reporter', ...labels.source, ...labels.destination, ...labels.fallback];
  const summed = (metric: string, by: readonly string[], matchers: readonly Matcher[] = []) =>
    sumBy([...new Set(by)], rate(metric, matchers, windowSeconds));
  const quantiles = Object.entries(QUANTILES).map(([key, quantile]) => ({
    key,
    promql: histogramQuantile(quantile, bucketSums(labels, windowSeconds)),
  }));
  const outcome = [
    'request_protocol',
    'response_code',
    'grpc_response_status',
    'response_flags',
    'connection_security_policy',
  ];
  const policy = [...edge, ...facts, 'connection_security_policy'];
  return [
    { key: 'requests', promql: summed(REQUESTS, [...edge, ...facts, ...outcome]) },
    ...quantiles,
    { key: 'tcpRequestBytes', promql: summed(TCP_REQUEST_BYTES, policy, NOT_ZTUNNEL) },
    { key: 'tcpResponseBytes', promql: summed(TCP_RESPONSE_BYTES, edge, NOT_ZTUNNEL) },
    { key: 'tcpConnections', promql: summed(TCP_CONNECTIONS, policy, NOT_ZTUNNEL) },
    { key: 'bounds', promql: countBy(['le'], selector(DURATIONS)) },
  ];
}

/**
 * Bucket rates by edge. Destinations that have a name are summed over the hosts they were called by;
 * the others are told apart by host. Two sums, so that no edge ever has two quantiles to merge.
 */
function bucketSums(labels: EdgeLabels, windowSeconds: number): PromQl {
  const common = ['le', 'reporter', 'request_protocol', ...labels.source, ...labels.destination];
  const unknown = 'unknown|';
  return or(
    sumBy(common, rate(DURATIONS, [unlike(labels.known, unknown)], windowSeconds)),
    sumBy(
      [...common, ...labels.fallback],
      rate(DURATIONS, [like(labels.known, unknown)], windowSeconds),
    ),
  );
}
