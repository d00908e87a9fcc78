import type { GraphView } from '@/lib/domain/model';
import { equals, like } from '@/lib/domain/promql';

export const REQUESTS = 'istio_requests_total';
export const DURATIONS = 'istio_request_duration_milliseconds_bucket';
/** On both reporters: bytes that travelled from client to server (istio/istio#32399). */
export const TCP_REQUEST_BYTES = 'istio_tcp_received_bytes_total';
/** On both reporters: bytes that travelled from server to client. */
export const TCP_RESPONSE_BYTES = 'istio_tcp_sent_bytes_total';
export const TCP_CONNECTIONS = 'istio_tcp_connections_opened_total';

/** The accounts of sidecars and gateways. */
export const BY_SIDECARS = like('reporter', 'source|destination');

/** The account of a server's sidecar. */
export const BY_SERVER = equals('reporter', 'destination');

/** The account of a waypoint, which tells of both ends. */
export const BY_WAYPOINT = equals('reporter', 'waypoint');

/** What the ends of an edge are told apart by in one view. */
export interface EdgeLabels {
  readonly source: readonly string[];
  /** For destinations that `known` names. */
  readonly destination: readonly string[];
  /** The label that is `unknown` or missing where telemetry cannot name the destination. */
  readonly known: string;
  /** For destinations that it does not name. */
  readonly fallback: readonly string[];
}

const BY_SERVICE = [
  'destination_service',
  'destination_service_name',
  'destination_service_namespace',
];

const SOURCE_WORKLOAD = ['source_cluster', 'source_workload_namespace', 'source_workload'];
const SOURCE_APP = ['source_cluster', 'source_workload_namespace', 'source_canonical_service'];

export const EDGE_LABELS: Readonly<Record<GraphView, EdgeLabels>> = {
  workload: {
    source: SOURCE_WORKLOAD,
    destination: ['destination_cluster', 'destination_workload_namespace', 'destination_workload'],
    known: 'destination_workload',
    fallback: BY_SERVICE,
  },
  service: {
    source: SOURCE_APP,
    destination: ['destination_cluster', ...BY_SERVICE],
    known: 'destination_service',
    fallback: ['destination_workload_namespace', 'destination_canonical_service'],
  },
  app: {
    source: SOURCE_APP,
    destination: [
      'destination_cluster',
      'destination_workload_namespace',
      'destination_canonical_service',
    ],
    known: 'destination_canonical_service',
    fallback: BY_SERVICE,
  },
};

/** What describes a workload beyond its identity: its app and its version. */
export const WORKLOAD_FACTS = [
  'source_canonical_service',
  'source_canonical_revision',
  'destination_canonical_service',
  'destination_canonical_revision',
];
