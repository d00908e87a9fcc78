import {
  edgeId,
  type MeshEdge,
  type MeshNode,
  type Protocol,
  type Signals,
} from '@/lib/domain/model';
import type { MeshTelemetry, QueryAnswers, TelemetryRequest } from '@/lib/mesh/adapter';
import {
  countCalls,
  quantilesOf,
  type Call,
  type Counted,
  type Quantiles,
} from '@/lib/mesh/envoy/calls';
import { placeOf, readDirectory } from '@/lib/mesh/envoy/directory';
import { protocolOf, sum, tallyOf } from '@/lib/mesh/envoy/outcomes';
import { outsideCalls } from '@/lib/mesh/envoy/outside';
import { Places } from '@/lib/mesh/envoy/places';
import type { EnvoyVocabulary } from '@/lib/mesh/envoy/vocabulary';
import { distinctNodes } from '@/lib/mesh/nodes';

/**
 * Puts the answers of `telemetryQueries` together to nodes and edges.
 *
 * Calls are as the caller's proxy counts them, failures on the way included. Callers without a proxy are told
 * by what the server's proxy took in beyond that. A query that failed leaves the figures it feeds absent.
 */
export function telemetry(
  vocabulary: EnvoyVocabulary,
  answers: QueryAnswers,
  { view }: TelemetryRequest,
): MeshTelemetry {
  const rows = [...(answers.get('proxies') ?? []), ...(answers.get('requests') ?? [])];
  const directory = readDirectory(vocabulary, rows);
  const places = new Places(vocabulary, directory, view);
  const counted = countCalls(vocabulary, places, answers);
  const calls = [...counted.calls.values()];
  const outside = outsideCalls(counted, (node) => places.frontsOf(node));
  const edges = [
    ...calls.flatMap((call) => edgesOf(vocabulary, call)),
    ...outside.flatMap((call) => edgesOf(vocabulary, call)),
    ...arrivals(counted).flatMap((call) => edgesOf(vocabulary, call)),
  ];
  const isPlaced = (answers.get('proxies') ?? []).every(({ labels }) => placeOf(labels) !== null);
  return {
    nodes: distinctNodes(edges.flatMap(({ ends }) => ends)),
    edges: merged(edges),
    servedBy: places.servedBy(),
    ...(isPlaced ? {} : { warnings: [UNPLACED] }),
  };
}

const UNPLACED = {
  code: 'unplaced-proxies',
  message:
    'Some proxies are scraped without the labels namespace and pod, so that nobody can say where they run: ' +
    'their calls are left out. Add both labels in the relabelling of the scrape.',
};

interface Ended {
  readonly edge: MeshEdge;
  readonly ends: readonly MeshNode[];
}

/** The latency of listeners comes without the labels that tell them from the application's. */
function arrivals({ arrived, taken }: Counted): readonly Call[] {
  return [...arrived].map(([key, call]) => ({
    ...call,
    quantiles: taken.get(key)?.quantiles ?? call.quantiles,
  }));
}

function edgesOf(vocabulary: EnvoyVocabulary, call: Call): readonly Ended[] {
  const bytes = bytesOf(call);
  return [
    ...(call.hasRequests ? [requestEdge(vocabulary, call)] : []),
    ...(bytes === null ? [] : [tcpEdge(vocabulary, call, bytes)]),
  ];
}

function requestEdge({ mesh, mtls }: EnvoyVocabulary, call: Call): Ended {
  const tally = tallyOf(call);
  const latency: Quantiles = quantilesOf(call);
  const mtlsShare = mtlsShareOf(mtls, call);
  const { reporter } = call;
  const isBlind = call.isGrpc && protocolOf(call) !== 'grpc';
  const notes = [...notesOf(call), ...(isBlind ? [STATUSES_UNSEEN] : [])];
  return ended(mesh, call, call.isGrpc ? 'grpc' : protocolOf(call), notes, {
    requestRate: tally.rate,
    // HTTP says 200 of nearly all failures of gRPC.
    errorRatio: isBlind ? undefined : tally.errorRatio,
    codes: tally.codes,
    ...latency,
    ...(mtlsShare === undefined ? {} : { mtlsShare }),
    reporters: {
      requests: reporter,
      ...(Object.keys(latency).length === 0 ? {} : { latency: reporter }),
      ...(mtlsShare === undefined ? {} : { mtls: reporter }),
    },
  });
}

const STATUSES_UNSEEN =
  'These Envoys do not count the statuses of gRPC, so that nobody knows how many calls failed.';

interface Bytes {
  readonly request?: number | undefined;
  readonly response?: number | undefined;
  /** Connections opened. */
  readonly dialled?: number | undefined;
  readonly isPlain: boolean;
}

/** The bytes of a call that is nothing but TCP; null when it carried none. */
function bytesOf({ figures }: Call): Bytes | null {
  const isPlain = figures.has('plainReceived') || figures.has('plainSent');
  const request = figures.get(isPlain ? 'plainReceived' : 'sent');
  const response = figures.get(isPlain ? 'plainSent' : 'received');
  const dialled = figures.get(isPlain ? 'plainDialled' : 'dialled');
  return (request ?? 0) + (response ?? 0) > 0 ? { request, response, dialled, isPlain } : null;
}

function tcpEdge({ mesh, mtls }: EnvoyVocabulary, call: Call, bytes: Bytes): Ended {
  const mtlsShare = bytes.isPlain ? 0 : mtlsShareOf(mtls, call);
  const notes = bytes.isPlain
    ? ['These connections came in plain text. A mesh that the caller is in may show them as well.']
    : [];
  return ended(mesh, call, 'tcp', notes, {
    codes: [],
    requestBytesPerSecond: bytes.request,
    responseBytesPerSecond: bytes.response,
    ...(bytes.dialled === undefined ? {} : { connectionsPerSecond: bytes.dialled }),
    ...(mtlsShare === undefined ? {} : { mtlsShare }),
    reporters: {
      bytes: call.reporter,
      ...(bytes.dialled === undefined ? {} : { connections: call.reporter }),
      ...(mtlsShare === undefined ? {} : { mtls: call.reporter }),
    },
  });
}

function ended(
  mesh: string,
  { source, target, hosts }: Call,
  protocol: Protocol,
  notes: readonly string[],
  signals: Signals,
): Ended {
  return {
    ends: [source, target],
    edge: {
      id: edgeId(source.id, target.id, protocol),
      source: source.id,
      target: target.id,
      protocol,
      meshes: [mesh],
      ...(notes.length === 0 ? {} : { notes }),
      hosts: [...hosts].toSorted(),
      signals,
    },
  };
}

/** Known to the caller's proxy, which makes the connection; of callers without one, to nobody. */
function mtlsShareOf(mtls: EnvoyVocabulary['mtls'], call: Call): number | undefined {
  const { reporter, leavesMesh, figures } = call;
  if (reporter !== 'source') return undefined;
  if (mtls === 'always') return leavesMesh ? undefined : 1;
  const opened = figures.get('opened') ?? 0;
  // Connections that stay open make no handshake in the window.
  const [of, all] =
    opened > 0 ? ['secured', opened] : ['everSecured', figures.get('everOpened') ?? 0];
  return all > 0 ? Math.min(1, (figures.get(of) ?? 0) / all) : undefined;
}

function notesOf({ retried, codes, quantiles }: Call): readonly string[] {
  const isMixed = [...quantiles.values()].some((each) => each.length > 1);
  const tries = (100 * retried) / sum(codes);
  return [
    ...(retried > 0 && Number.isFinite(tries)
      ? [`The caller’s proxy tried ${percent(tries)} of the requests again; each counts once here.`]
      : []),
    ...(isMixed ? ['Its latency is told for parts of it only, which cannot be put together.'] : []),
  ];
}

function percent(value: number): string {
  return value < 0.1 ? 'less than 0.1 %' : `${value.toFixed(1)} %`;
}

/** Of two accounts with the same ends, the first stands. */
function merged(edges: readonly Ended[]): readonly MeshEdge[] {
  const byId = new Map<string, MeshEdge>();
  for (const { edge } of edges) if (!byId.has(edge.id)) byId.set(edge.id, edge);
  return [...byId.values()];
}
