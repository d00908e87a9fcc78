import { groupBy } from '@/lib/domain/group-by';
import {
  edgeId,
  type GraphView,
  type MeshEdge,
  type MeshNode,
  type Quantile,
  type Reporter,
  type Signals,
} from '@/lib/domain/model';
import type { VectorSample } from '@/lib/domain/samples';
import type {
  MeshTelemetry,
  QueryAnswers,
  TelemetryRequest,
  TelemetryWarning,
} from '@/lib/mesh/adapter';
import { quantileOf, readBounds, type Bounds } from '@/lib/mesh/buckets';
import { chosenReporter, type RequestEdge } from '@/lib/mesh/edge-set';
import {
  appNode,
  backendNode,
  backendOf,
  directoryOf,
  known,
  OUTSIDE,
  servedBy,
  sourceNode,
  targetNode,
  unnamed,
  workloadOf,
  type Directory,
  type Labels,
} from '@/lib/mesh/linkerd/places';
import { CALLER_APP, GENERATION, type QuantileKey } from '@/lib/mesh/linkerd/queries';
import { reporterOf, requestEdges } from '@/lib/mesh/linkerd/request-edges';
import { ROUTED } from '@/lib/mesh/linkerd/routed';
import { tcpEdges, tcpMtlsShare, type TcpEdge } from '@/lib/mesh/linkerd/tcp-edges';
import { distinctNodes, unknownNode } from '@/lib/mesh/nodes';

const MESH = 'linkerd';

/**
 * Puts the answers of `telemetryQueries` together to nodes and edges. A query that failed leaves the figures
 * it feeds absent.
 */
export function telemetry(answers: QueryAnswers, { view }: TelemetryRequest): MeshTelemetry {
  const requests = answers.get('requests') ?? [];
  const routed = answers.get('routed') ?? [];
  const rows = ['requests', 'routed', 'tcpBytes', 'tcpConnections']
    .flatMap((key) => answers.get(key) ?? [])
    .map(({ labels }) => labels);
  const directory = directoryOf(rows);
  const calls = requestEdges(requests, routed, view, directory);
  const latencies = readLatencies(answers, view, directory);
  // Histograms do not tell protocols apart, so that two between the same ends cannot be either.
  const pairs = groupBy([...calls.values()], ({ source, target }) => pairId(source, target));
  const edges = [
    ...[...calls].map(([id, edge]) => {
      const pair = pairId(edge.source, edge.target);
      const isAlone = pairs.get(pair)?.length === 1;
      return requestEdge(id, edge, isAlone ? latencies.get(pair) : undefined);
    }),
    ...tcpEdges(answers, view, directory).map(tcpEdge),
  ];
  return {
    nodes: distinctNodes(edges.flatMap(({ ends }) => ends)),
    edges: edges.map(({ edge }) => edge),
    servedBy: servedBy(view, directory),
    unnamed: unnamed(view, directory),
    warnings: relabellingWarnings(rows),
  };
}

interface Ended {
  readonly edge: MeshEdge;
  readonly ends: readonly MeshNode[];
}

type Quantiles = Partial<Record<QuantileKey, Quantile>>;

/** The quantiles of one call (in any protocol) by who counted them; by route is the coarsest. */
interface Latency {
  readonly source: Quantiles;
  readonly destination: Quantiles;
  readonly routed: Quantiles;
}

type Latencies = ReadonlyMap<string, Latency>;

function readLatencies(answers: QueryAnswers, view: GraphView, directory: Directory): Latencies {
  const bounds = answers.get('bounds') ?? [];
  const byEndpoint = readBounds(bounds.filter(isOf('endpoint')));
  const byRoute = readBounds(bounds.filter(isOf('route'))).map((seconds) => seconds * 1000);
  const latencies = new Map<string, Latency>();
  for (const key of QUANTILE_KEYS) {
    for (const { labels, value } of answers.get(key) ?? []) {
      const { id, account } = latencyPlace(labels, view, directory);
      const before = latencies.get(id) ?? { source: {}, destination: {}, routed: {} };
      const of: Bounds = account === 'routed' ? byRoute : byEndpoint;
      const quantiles = { ...before[account], [key]: quantileOf(value, of) };
      latencies.set(id, { ...before, [account]: quantiles });
    }
  }
  return latencies;
}

const QUANTILE_KEYS: readonly QuantileKey[] = ['p50', 'p95', 'p99'];

function isOf(generation: string) {
  return ({ labels }: VectorSample) => labels.get(GENERATION) === generation;
}

/** Which call a quantile is of, and whose account of it. */
function latencyPlace(
  labels: Labels,
  view: GraphView,
  directory: Directory,
): { readonly id: string; readonly account: keyof Latency } {
  const backend = labels.has(ROUTED) ? backendOf(labels) : undefined;
  const caller = callerNode(labels, view, directory);
  if (backend !== undefined) {
    return { id: pairId(caller, backendNode(backend, view, directory)), account: 'routed' };
  }
  if (reporterOf(labels) === 'destination') {
    return { id: pairId(unknownNode(MESH), caller), account: 'destination' };
  }
  return { id: pairId(caller, targetNode(labels, view, directory)), account: 'source' };
}

/** The scraped end; in views that fold workloads, its app is named by the query. */
function callerNode(labels: Labels, view: GraphView, directory: Directory): MeshNode {
  if (view === 'workload') return sourceNode(labels, view, directory);
  const [namespace, app] = [known(labels, 'namespace'), known(labels, CALLER_APP)];
  if (namespace === undefined || app === undefined) return unknownNode(MESH);
  return appNode(namespace, app, view, directory);
}

function pairId(source: MeshNode, target: MeshNode): string {
  return `${source.id}>${target.id}`;
}

function requestEdge(id: string, edge: RequestEdge, latency: Latency | undefined): Ended {
  const { source, target, protocol, hosts } = edge;
  const isOutside = target.kind === 'external' && target.name === OUTSIDE;
  const notes = [
    ...(chosenReporter(edge) === 'destination' ? [CALLER_UNKNOWN] : []),
    ...(isOutside ? [HOST_UNKNOWN] : []),
  ];
  return {
    ends: [source, target],
    edge: {
      id,
      source: source.id,
      target: target.id,
      protocol,
      meshes: [MESH],
      ...(notes.length === 0 ? {} : { notes }),
      hosts: [...hosts].toSorted(),
      signals: requestSignals(edge, latency),
    },
  };
}

const CALLER_UNKNOWN =
  'These calls came without Linkerd’s encryption, so that its proxy cannot say who made them.';
const HOST_UNKNOWN = 'Linkerd’s proxies do not say which hosts outside the cluster these are.';

function requestSignals(edge: RequestEdge, latency: Latency | undefined): Signals {
  const reporter = chosenReporter(edge);
  const tally = reporter === undefined ? undefined : edge.tallies.get(reporter);
  if (reporter === undefined || tally === undefined) return { codes: [], reporters: {} };
  const quantiles = quantilesOf(reporter, latency);
  const { mtlsShare } = tally;
  return {
    requestRate: tally.rate,
    errorRatio: tally.errorRatio,
    mtlsShare,
    codes: tally.codes,
    ...quantiles,
    reporters: {
      requests: reporter,
      ...(quantiles === undefined ? {} : { latency: reporter }),
      ...(mtlsShare === undefined ? {} : { mtls: reporter }),
    },
  };
}

/** By endpoint where there is anything; the buckets of routes are few and wide. */
function quantilesOf(reporter: Reporter, latency: Latency | undefined): Quantiles | undefined {
  const own = reporter === 'destination' ? latency?.destination : latency?.source;
  return [own, reporter === 'destination' ? undefined : latency?.routed].find(
    (quantiles) => quantiles !== undefined && Object.keys(quantiles).length > 0,
  );
}

function tcpEdge(edge: TcpEdge): Ended {
  const { source, target, hosts, reporter, requestBytes, responseBytes, opened } = edge;
  const mtlsShare = tcpMtlsShare(edge);
  const hasBytes = requestBytes !== undefined || responseBytes !== undefined;
  return {
    ends: [source, target],
    edge: {
      id: edgeId(source.id, target.id, 'tcp'),
      source: source.id,
      target: target.id,
      protocol: 'tcp',
      meshes: [MESH],
      hosts: [...hosts].toSorted(),
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

/** The workload of a scraped pod is no label of Linkerd's own: the scrape has to add it. */
function relabellingWarnings(rows: readonly Labels[]): readonly TelemetryWarning[] {
  const nameless = rows.filter((labels) => workloadOf(labels, '') === undefined);
  if (nameless.length === 0) return [];
  const some =
    nameless.length === rows.length ? 'Linkerd’s proxies are' : 'Some of Linkerd’s proxies are';
  const message = `${some} scraped without the relabelling that names their workload (labels namespace and deployment, statefulset, …), so that nobody can tell who made their calls. The documentation on data sources has the rules that Prometheus needs.`;
  return [{ code: 'linkerd-relabelling', message }];
}
