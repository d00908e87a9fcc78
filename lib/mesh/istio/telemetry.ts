import {
  edgeId,
  type MeshId,
  type MeshEdge,
  type MeshNode,
  type Quantile,
  type Reporter,
  type Signals,
} from '@/lib/domain/model';
import type { MeshTelemetry, QueryAnswers, TelemetryRequest } from '@/lib/mesh/adapter';
import { quantileOf, readBounds, type Bounds } from '@/lib/mesh/buckets';
import { chosenReporter, type RequestEdge } from '@/lib/mesh/edge-set';
import { frontsOf, type Reading } from '@/lib/mesh/istio/endpoints';
import type { QuantileKey } from '@/lib/mesh/istio/queries';
import { placeOf, requestEdges } from '@/lib/mesh/istio/request-edges';
import { REPORTER_ORDER, reporterOf } from '@/lib/mesh/request-tally';
import { tcpEdges, type TcpEdge } from '@/lib/mesh/istio/tcp-edges';
import { distinctNodes } from '@/lib/mesh/nodes';

/**
 * Puts the answers of `telemetryQueries` together to nodes and edges.
 *
 * Every figure of an edge comes from one reporter: the server, else the waypoint, else the client.
 * Failures that never reached a server are added to the server's account (see `settleLost`). mTLS is
 * known only to servers. A query that failed leaves the figures it feeds absent.
 */
export function telemetry(
  answers: QueryAnswers,
  { view }: TelemetryRequest,
  mesh: MeshId = 'istio',
): MeshTelemetry {
  const requests = answers.get('requests') ?? [];
  const connections = answers.get('tcpRequestBytes') ?? [];
  const fronts = frontsOf(
    mesh,
    view === 'service' ? [...requests, ...connections].map(({ labels }) => labels) : [],
  );
  const reading: Reading = { mesh, view, fronts };
  const latencies = readLatencies(answers, reading);
  const edges = [
    ...[...requestEdges(requests, reading)].map(([id, edge]) =>
      requestEdge(mesh, id, edge, latencies),
    ),
    ...tcpEdges(answers, reading).map((edge) => tcpEdge(mesh, edge)),
  ];
  return {
    nodes: distinctNodes(edges.flatMap(({ ends }) => ends)),
    edges: edges.map(({ edge }) => edge),
  };
}

interface Ended {
  readonly edge: MeshEdge;
  readonly ends: readonly MeshNode[];
}

/** The quantiles of one edge by reporter. */
type Latencies = ReadonlyMap<string, ReadonlyMap<Reporter, Partial<Record<QuantileKey, Quantile>>>>;

function readLatencies(answers: QueryAnswers, reading: Reading): Latencies {
  const bounds: Bounds = readBounds(answers.get('bounds') ?? []);
  const latencies = new Map<string, Map<Reporter, Partial<Record<QuantileKey, Quantile>>>>();
  for (const key of QUANTILE_KEYS) {
    for (const { labels, value } of answers.get(key) ?? []) {
      const { source, target, protocol } = placeOf(labels, reading);
      const id = edgeId(source.id, target.id, protocol);
      const byReporter =
        latencies.get(id) ?? new Map<Reporter, Partial<Record<QuantileKey, Quantile>>>();
      const reporter = reporterOf(labels.get('reporter'));
      byReporter.set(reporter, { ...byReporter.get(reporter), [key]: quantileOf(value, bounds) });
      latencies.set(id, byReporter);
    }
  }
  return latencies;
}

const QUANTILE_KEYS: readonly QuantileKey[] = ['p50', 'p95', 'p99'];

function requestEdge(mesh: MeshId, id: string, edge: RequestEdge, latencies: Latencies): Ended {
  const { source, target, protocol, hosts } = edge;
  return {
    ends: [source, target],
    edge: {
      id,
      source: source.id,
      target: target.id,
      protocol,
      meshes: [mesh],
      hosts: [...hosts].toSorted(),
      signals: requestSignals(edge, latencies.get(id)),
    },
  };
}

function requestSignals(edge: RequestEdge, latency: ReturnType<Latencies['get']>): Signals {
  const reporter = chosenReporter(edge);
  const tally = reporter === undefined ? undefined : edge.tallies.get(reporter);
  if (reporter === undefined || tally === undefined) return { codes: [], reporters: {} };
  const timed = REPORTER_ORDER.find((name) => latency?.has(name));
  const { mtlsShare } = tally;
  return {
    requestRate: tally.rate,
    errorRatio: tally.errorRatio,
    mtlsShare,
    codes: tally.codes,
    ...(timed === undefined ? {} : latency?.get(timed)),
    reporters: {
      requests: reporter,
      ...(timed === undefined ? {} : { latency: timed }),
      ...(mtlsShare === undefined ? {} : { mtls: reporter }),
    },
  };
}

function tcpEdge(mesh: MeshId, { source, target, hosts, reporter, ...figures }: TcpEdge): Ended {
  const { requestBytes, responseBytes, opened, mtlsShare } = figures;
  const hasBytes = requestBytes !== undefined || responseBytes !== undefined;
  return {
    ends: [source, target],
    edge: {
      id: edgeId(source.id, target.id, 'tcp'),
      source: source.id,
      target: target.id,
      protocol: 'tcp',
      meshes: [mesh],
      hosts,
      signals: {
        codes: [],
        requestBytesPerSecond: requestBytes,
        responseBytesPerSecond: responseBytes,
        connectionsPerSecond: opened,
        mtlsShare,
        reporters: {
          ...(hasBytes ? { bytes: reporter } : {}),
          ...(opened === undefined ? {} : { connections: reporter }),
          ...(mtlsShare === undefined ? {} : { mtls: reporter }),
        },
      },
    },
  };
}
