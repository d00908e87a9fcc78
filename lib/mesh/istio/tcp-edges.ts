import { edgeId, type MeshNode, type Reporter } from '@/lib/domain/model';
import type { VectorSample } from '@/lib/domain/samples';
import type { QueryAnswers } from '@/lib/mesh/adapter';
import { destinationNode, known, sourceNode, type Reading } from '@/lib/mesh/istio/endpoints';
import { chooseReporter, reporterOf } from '@/lib/mesh/request-tally';

interface TcpTally {
  requestBytes?: number;
  responseBytes?: number;
  /** Connections opened per second, whatever their policy. */
  opened?: number;
  /** Connections opened and bytes, each as [under mutual TLS, of known policy]. */
  connections: Policy;
  bytes: Policy;
}

interface Policy {
  mtls: number;
  total: number;
}

interface TcpTallies {
  readonly source: MeshNode;
  readonly target: MeshNode;
  readonly hosts: Set<string>;
  readonly tallies: Map<Reporter, TcpTally>;
}

export interface TcpEdge {
  readonly source: MeshNode;
  readonly target: MeshNode;
  readonly hosts: readonly string[];
  readonly reporter: Reporter;
  /** Bytes per second; absent when the query failed. */
  readonly requestBytes?: number | undefined;
  readonly responseBytes?: number | undefined;
  /** Connections per second; absent when the query failed. */
  readonly opened?: number | undefined;
  /** 0..1. Of the connections opened in the window; of the bytes when none was. */
  readonly mtlsShare?: number | undefined;
}

/** Puts TCP figures together to edges, with one reporter each. */
export function tcpEdges(answers: QueryAnswers, reading: Reading): TcpEdge[] {
  const edges = new Map<string, TcpTallies>();
  const each = (key: string, take: (tally: TcpTally, sample: VectorSample) => void) => {
    for (const sample of answers.get(key) ?? []) take(tallyAt(edges, sample, reading), sample);
  };
  each('tcpRequestBytes', (tally, sample) => {
    tally.requestBytes = (tally.requestBytes ?? 0) + sample.value;
    addPolicy(tally.bytes, sample);
  });
  each('tcpResponseBytes', (tally, { value }) => {
    tally.responseBytes = (tally.responseBytes ?? 0) + value;
  });
  each('tcpConnections', (tally, sample) => {
    tally.opened = (tally.opened ?? 0) + sample.value;
    addPolicy(tally.connections, sample);
  });
  return [...edges.values()].flatMap(chosenEdge);
}

function tallyAt(
  edges: Map<string, TcpTallies>,
  { labels }: VectorSample,
  reading: Reading,
): TcpTally {
  const [source, target] = [sourceNode(labels, reading), destinationNode(labels, reading)];
  const id = edgeId(source.id, target.id, 'tcp');
  const edge: TcpTallies = edges.get(id) ?? {
    source,
    target,
    hosts: new Set<string>(),
    tallies: new Map<Reporter, TcpTally>(),
  };
  edges.set(id, edge);
  const host = known(labels, 'destination_service');
  if (host !== undefined) edge.hosts.add(host);

  const reporter = reporterOf(labels.get('reporter'));
  const tally: TcpTally = edge.tallies.get(reporter) ?? {
    connections: { mtls: 0, total: 0 },
    bytes: { mtls: 0, total: 0 },
  };
  edge.tallies.set(reporter, tally);
  return tally;
}

/** Of sidecars only servers know the policy; clients write `unknown`. */
function addPolicy(policy: Policy, { labels, value }: VectorSample): void {
  const name = known(labels, 'connection_security_policy');
  if (name === undefined) return;
  policy.total += value;
  if (name === 'mutual_tls') policy.mtls += value;
}

function chosenEdge({ source, target, hosts, tallies }: TcpTallies): TcpEdge[] {
  const reporter = chooseReporter(
    new Map([...tallies].map(([name, tally]) => [name, sizeOf(tally)])),
  );
  const tally = reporter === undefined ? undefined : tallies.get(reporter);
  if (reporter === undefined || tally === undefined) return [];
  const { requestBytes, responseBytes, opened } = tally;
  return [
    {
      source,
      target,
      hosts: [...hosts].toSorted(),
      reporter,
      requestBytes,
      responseBytes,
      opened,
      mtlsShare: shareOf(tally),
    },
  ];
}

function sizeOf({ requestBytes = 0, responseBytes = 0, connections }: TcpTally): number {
  return requestBytes + responseBytes + connections.total;
}

function shareOf({ connections, bytes }: TcpTally): number | undefined {
  // Long-lived connections open rarely; their bytes still say how they are protected.
  const policy = connections.total > 0 ? connections : bytes;
  return policy.total > 0 ? policy.mtls / policy.total : undefined;
}
