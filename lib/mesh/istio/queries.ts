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
  const summed = (metric: string, by: readonly string[], matchers = '') =>
    sumOfRate(metric, by, matchers, windowSeconds);
  const quantiles = Object.entries(QUANTILES).map(([key, quantile]) => ({
    key,
    promql: `histogram_quantile(${quantile}, ${bucketSums(labels, windowSeconds)})`,
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
    { key: 'bounds', promql: `count by (le) (${DURATIONS})` },
  ];
}

/**
 * Bucket rates by edge. Destinations that have a name are summed over the hosts they were called by;
 * the others are told apart by host. Two sums, so that no edge ever has two quantiles to merge.
 */
function bucketSums(labels: EdgeLabels, windowSeconds: number): string {
  const common = ['le', 'reporter', 'request_protocol', ...labels.source, ...labels.destination];
  const named = sumOfRate(DURATIONS, common, `${labels.known}!~"unknown|"`, windowSeconds);
  const unnamed = sumOfRate(
    DURATIONS,
    [...common, ...labels.fallback],
    `${labels.known}=~"unknown|"`,
    windowSeconds,
  );
  return `${named} or ${unnamed}`;
}

function sumOfRate(
  metric: string,
  by: readonly string[],
  matchers: string,
  windowSeconds: number,
): string {
  const selector = matchers === '' ? metric : `${metric}{${matchers}}`;
  return `sum by (${[...new Set(by)].join(', ')}) (rate(${selector}[${windowSeconds}s]))`;
}
