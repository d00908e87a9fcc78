/**
 * Envoy's own statistics by their names in Prometheus: counters have no `_total` unless the statistic has.
 * https://www.envoyproxy.io/docs/envoy/latest/configuration/upstream/cluster_manager/cluster_stats
 */

/** Final responses to requests, by `envoy_response_code`; those that Envoy gave itself are among them. */
export const RESPONSES = 'envoy_cluster_upstream_rq';
export const CODE = 'envoy_response_code';
/** All of them; a cluster that only carries TCP has none. */
export const COMPLETED = 'envoy_cluster_upstream_rq_completed';
/** Milliseconds from the whole request to the whole response, of those that came from upstream. */
export const TIMES = 'envoy_cluster_upstream_rq_time_bucket';

export const SENT_BYTES = 'envoy_cluster_upstream_cx_tx_bytes_total';
export const RECEIVED_BYTES = 'envoy_cluster_upstream_cx_rx_bytes_total';
export const CONNECTIONS = 'envoy_cluster_upstream_cx_total';
export const HANDSHAKES = 'envoy_cluster_ssl_handshake';

/** Requests that were sent once more. */
export const RETRIES = 'envoy_cluster_upstream_rq_retry';

/** Requests that Envoy failed itself, by the response flag that it logs for them. */
export const FAILURES: readonly (readonly [flag: string, metric: string])[] = [
  ['UO', 'envoy_cluster_upstream_rq_pending_overflow'],
  ['UF', 'envoy_cluster_upstream_rq_pending_failure_eject'],
  ['UH', 'envoy_cluster_upstream_cx_none_healthy'],
  ['UT', 'envoy_cluster_upstream_rq_timeout'],
];

/**
 * Streams of gRPC that ended with one of some statuses; counted only where Envoy's `grpc_stats` filter runs.
 * Each status has a counter of its own, and where the name of a cluster has dots (Consul's) Envoy leaves the
 * service and the method in the counter's name too: `envoy_cluster_grpc_shop_Cart_Add_14`.
 */
export interface GrpcCounters {
  readonly statuses: readonly string[];
}

export const GRPC: GrpcCounters = { statuses: Array.from({ length: 17 }, (_, i) => String(i)) };

/**
 * All requests, counted at the same steps as streams by status. Samples are held from one scrape to the next,
 * which makes rates at steps too high or too low, but all of them by the same factor.
 */
export const STEPPED: GrpcCounters = { statuses: [] };

/** Those that are the server's fault; see `isErrorClass`. */
export const GRPC_FAULTS: GrpcCounters = { statuses: ['2', '4', '8', '12', '13', '14', '15'] };

/** Responses of a listener to its callers, by `envoy_response_code_class`, which is one digit. */
export const ARRIVALS = 'envoy_http_downstream_rq_xx';
export const CODE_CLASS = 'envoy_response_code_class';
export const ARRIVAL_TIMES = 'envoy_http_downstream_rq_time_bucket';

/** Bytes of a listener that passes TCP on: what it received of its callers, and what it sent them. */
export const CALLERS_BYTES = 'envoy_tcp_downstream_cx_rx_bytes_total';
export const CALLERS_CONNECTIONS = 'envoy_tcp_downstream_cx_total';
export const ANSWERED_BYTES = 'envoy_tcp_downstream_cx_tx_bytes_total';
