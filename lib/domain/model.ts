/**
 * The mesh-neutral model. Everything above lib/mesh speaks these words only.
 *
 * Absent is absent: an optional figure that is missing was not measured. It is never 0.
 */

/** A mesh that Alidade knows, by the name of its folder in lib/mesh. Data, never a condition. */
export type MeshId = string;

export type NodeKind = 'service' | 'workload' | 'app' | 'external' | 'unknown';

/** How the graph is folded: one node a workload, a service, or an application. */
export type GraphView = 'workload' | 'service' | 'app';

export interface MeshNode {
  /** `cluster/namespace/kind/name`; see `nodeId`. */
  readonly id: string;
  readonly kind: NodeKind;
  readonly cluster: string;
  /** Empty for external and unknown nodes that have none. */
  readonly namespace: string;
  readonly name: string;
  readonly app?: string | undefined;
  readonly version?: string | undefined;
  /** The meshes that reported it, sorted. */
  readonly meshes: readonly MeshId[];
}

export type Protocol = 'http' | 'grpc' | 'tcp';

/** Which side of a call a figure was read from. */
export type Reporter = 'source' | 'destination' | 'waypoint' | 'ztunnel';

/** One class of requests of an edge, as the mesh labelled it. */
export interface CodeRate {
  /** The HTTP status as text, or its class (`5xx`); `0` when no response was produced. Absent for TCP. */
  readonly httpCode?: string | undefined;
  /** The gRPC status as numeric text; only for gRPC. */
  readonly grpcStatus?: string | undefined;
  /** Envoy response flags, several joined by a comma; absent when there were none. */
  readonly flags?: string | undefined;
  /** Requests per second. */
  readonly rate: number;
  /** Whether this class counts as an error (see `isErrorClass`). */
  readonly error: boolean;
}

/** A latency quantile and the histogram bucket it fell in, which is its uncertainty. */
export interface Quantile {
  /** Milliseconds, as Prometheus interpolated it. */
  readonly valueMs: number;
  /** The bounds of the bucket in milliseconds; `high` is null when it is the overflow bucket. */
  readonly lowMs: number;
  readonly highMs: number | null;
}

/** The golden signals of a call or of a node's inbound calls over one window. */
export interface Signals {
  /** Requests per second. Absent for TCP. */
  readonly requestRate?: number | undefined;
  /** Share of requests that failed, 0..1; null when there were no requests; absent for TCP. */
  readonly errorRatio?: number | null | undefined;
  readonly codes: readonly CodeRate[];
  readonly p50?: Quantile | undefined;
  readonly p95?: Quantile | undefined;
  readonly p99?: Quantile | undefined;
  /** Bytes per second from client to server, for TCP. */
  readonly requestBytesPerSecond?: number | undefined;
  /** Bytes per second from server to client, for TCP. */
  readonly responseBytesPerSecond?: number | undefined;
  /** Connections opened per second, for TCP. */
  readonly connectionsPerSecond?: number | undefined;
  /** Share of requests (connections, for TCP) under mutual TLS, 0..1. Absent when nobody can know. */
  readonly mtlsShare?: number | undefined;
  /** Who reported each figure. */
  readonly reporters: Partial<
    Record<'requests' | 'latency' | 'bytes' | 'connections' | 'mtls', Reporter>
  >;
}

export interface MeshEdge {
  /** `source>target>protocol`; see `edgeId`. */
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly protocol: Protocol;
  /** The meshes that reported it, the one whose figures are shown first. */
  readonly meshes: readonly MeshId[];
  /** The id by which the caller's mesh tells of it, where another mesh knew more of the target. */
  readonly toldAs?: string | undefined;
  /** What a reader must know to trust the figures, in sentences; mostly none. */
  readonly notes?: readonly string[] | undefined;
  /** The services (FQDN hosts) that the caller addressed to get here, sorted. */
  readonly hosts: readonly string[];
  readonly signals: Signals;
}

/** Builds the id of a node. A `/` in a part is percent-encoded, so ids can be split again. */
export function nodeId(cluster: string, namespace: string, kind: NodeKind, name: string): string {
  return [cluster, namespace, kind, name].map((part) => part.replaceAll('/', '%2F')).join('/');
}

/** Takes an id apart again, or gives null when it is not one. */
export function parseNodeId(
  id: string,
): { cluster: string; namespace: string; kind: NodeKind; name: string } | null {
  const parts = id.split('/').map((part) => part.replaceAll('%2F', '/'));
  const [cluster, namespace, kind, name] = parts;
  if (parts.length !== 4 || cluster === undefined || namespace === undefined) return null;
  if (name === undefined || name === '' || !isNodeKind(kind)) return null;
  return { cluster, namespace, kind, name };
}

const NODE_KINDS: readonly string[] = ['service', 'workload', 'app', 'external', 'unknown'];

function isNodeKind(value: string | undefined): value is NodeKind {
  return value !== undefined && NODE_KINDS.includes(value);
}

/** Builds the id of an edge. */
export function edgeId(source: string, target: string, protocol: Protocol): string {
  return `${source}>${target}>${protocol}`;
}

/** Takes an edge id apart again, or gives null when it is not one. */
export function parseEdgeId(
  id: string,
): { source: string; target: string; protocol: Protocol } | null {
  const [source, target, protocol, ...rest] = id.split('>');
  if (source === undefined || target === undefined || rest.length > 0) return null;
  if (protocol !== 'http' && protocol !== 'grpc' && protocol !== 'tcp') return null;
  if (parseNodeId(source) === null || parseNodeId(target) === null) return null;
  return { source, target, protocol };
}
