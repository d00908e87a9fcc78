import { differs, equals, like, oneOf, unlike, type Matcher } from '@/lib/domain/promql';

/** Per endpoint, written when a response ends: the older generation, of every proxy. */
export const RESPONSES = 'response_total';
/** Written when a request begins. */
export const REQUESTS = 'request_total';
/** Milliseconds. */
export const LATENCIES = 'response_latency_ms_bucket';

export const WRITTEN_BYTES = 'tcp_write_bytes_total';
export const READ_BYTES = 'tcp_read_bytes_total';
export const CONNECTIONS = 'tcp_open_total';

/** Per route and backend: the newer generation, of the outbound policy API; seconds. */
export const ROUTE_METRICS = {
  http: {
    statuses: 'outbound_http_route_backend_response_statuses_total',
    latencies: 'outbound_http_route_backend_response_duration_seconds_bucket',
    status: 'http_status',
  },
  grpc: {
    statuses: 'outbound_grpc_route_backend_response_statuses_total',
    latencies: 'outbound_grpc_route_backend_response_duration_seconds_bucket',
    status: 'grpc_status',
  },
} as const;

/** What the newer generation counts of requests that come in; it does not say from whom. */
export const ROUTED_ARRIVALS = 'inbound_http_requests_total';

/**
 * The label of a pod's workload is called after its kind. For the scraped pod, relabelling makes it of the
 * pod's labels; for the pod that is called, Linkerd writes it with `dst_` in front.
 */
export const WORKLOAD_KINDS = [
  'deployment',
  'statefulset',
  'daemonset',
  'cronjob',
  'k8s_job',
  'replicaset',
  'replicationcontroller',
] as const;

/** Labels of the scraped pod that name its app and its version, strongest first. */
export const APP_LABELS = ['app_kubernetes_io_name', 'app'] as const;
export const VERSION_LABELS = ['app_kubernetes_io_version', 'version'] as const;

/** Who a series was scraped from. */
export const SCRAPED = ['namespace', ...WORKLOAD_KINDS];
export const FACTS = [...APP_LABELS, ...VERSION_LABELS];

/** Whom a series is about, of those that clients report. */
export const CALLED_WORKLOAD = ['dst_namespace', ...WORKLOAD_KINDS.map((kind) => `dst_${kind}`)];
export const CALLED_SERVICE = ['dst_namespace', 'dst_service'];

/** What tells one scraped proxy from all others. */
export const ONE_PROXY = ['instance', 'namespace', 'pod'];

export const OUTBOUND = equals('direction', 'outbound');
export const INBOUND = equals('direction', 'inbound');

/** The connection towards the server, and that from the client. */
export const DIALLED = [OUTBOUND, equals('peer', 'dst')];
export const ACCEPTED = [INBOUND, equals('peer', 'src')];

/** Calls of the kubelet and of Prometheus are nobody's traffic; a pod that calls itself reports that itself. */
export const NOT_ITS_OWN = [
  differs('target_port', '4191'),
  differs('route_name', 'probe'),
  differs('no_tls_reason', 'loopback'),
];

/** Calls of clients that have no proxy of this mesh: the others report themselves. */
export const FROM_OUTSIDE = differs('tls', 'true');

/** Whether a client was told which pod it calls: of a Service, or of one that it called by its address. */
export const CALLED_INSIDE = differs('dst_namespace', '');
export const CALLED_OUTSIDE = equals('dst_namespace', '');

/**
 * Failures of the client's proxy after which no response was counted for any endpoint: none was ready, too many
 * were waiting, the time was up. Everything else that fails is counted where it fails.
 */
export const LOST_ERRORS = [
  'FAIL_FAST',
  'LOAD_SHED',
  'REQUEST_TIMEOUT',
  'RESPONSE_HEADERS_TIMEOUT',
];

/** Of the newer generation, what the older does not have. Of HTTP, a status means that it was answered. */
export const LOST: Readonly<Record<'http' | 'grpc', readonly Matcher[]>> = {
  http: [oneOf('error', LOST_ERRORS), equals('http_status', '')],
  grpc: [oneOf('error', LOST_ERRORS)],
};

/** Matches series of Linkerd only: others may have metrics of the same name. */
export const ANY_DIRECTION = like('direction', 'inbound|outbound');

/** gRPC statuses as the newer generation writes them, in the order of their numbers. */
export const GRPC_STATUSES = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
];

/** The statuses of gRPC that are the server's fault (see `isErrorClass`), by their words. */
export const GRPC_FAULTS = like(
  'grpc_status',
  'UNKNOWN|DEADLINE_EXCEEDED|RESOURCE_EXHAUSTED|UNIMPLEMENTED|INTERNAL|UNAVAILABLE|DATA_LOSS',
);
export const HTTP_FAULTS = unlike('http_status', '[1-4]..');
