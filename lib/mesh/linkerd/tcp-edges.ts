import { edgeId, type GraphView, type MeshNode, type Reporter } from '@/lib/domain/model';
import type { VectorSample } from '@/lib/domain/samples';
import type { QueryAnswers } from '@/lib/mesh/adapter';
import { known, type Directory } from '@/lib/mesh/linkerd/places';
import { WAY } from '@/lib/mesh/linkerd/queries';
import { endsOf, reporterOf } from '@/lib/mesh/linkerd/request-edges';

/** What was counted under mutual TLS, of all. */
interface Share {
  mtls: number;
  total: number;
}

export interface TcpEdge {
  readonly source: MeshNode;
  readonly target: MeshNode;
  readonly reporter: Reporter;
  readonly hosts: Set<string>;
  /** Bytes per second; absent when the query failed. */
  requestBytes?: number;
  responseBytes?: number;
  /** Connections opened per second, whatever their policy; absent when the query failed. */
  opened?: number;
  readonly connections: Share;
  readonly bytes: Share;
}

/** Puts the figures of connections that carried no HTTP together to edges. */
export function tcpEdges(answers: QueryAnswers, view: GraphView, directory: Directory): TcpEdge[] {
  const edges = new Map<string, TcpEdge>();
  const each = (key: string, take: (edge: TcpEdge, sample: VectorSample) => void) => {
    for (const sample of answers.get(key) ?? []) {
      const edge = tcpEdgeAt(edges, sample, view, directory);
      if (edge !== null) take(edge, sample);
    }
  };
  each('tcpBytes', (edge, sample) => {
    if (sample.labels.get(WAY) === 'request') {
      edge.requestBytes = (edge.requestBytes ?? 0) + sample.value;
    } else {
      edge.responseBytes = (edge.responseBytes ?? 0) + sample.value;
    }
    addTo(edge.bytes, sample);
  });
  each('tcpConnections', (edge, sample) => {
    edge.opened = (edge.opened ?? 0) + sample.value;
    addTo(edge.connections, sample);
  });
  return [...edges.values()];
}

function tcpEdgeAt(
  edges: Map<string, TcpEdge>,
  { labels }: VectorSample,
  view: GraphView,
  directory: Directory,
): TcpEdge | null {
  const ends = endsOf(labels, view, directory);
  if (ends === null) return null;
  const { source, target, host } = ends;
  const id = edgeId(source.id, target.id, 'tcp');
  const edge = edges.get(id) ?? {
    source,
    target,
    reporter: reporterOf(labels),
    hosts: new Set<string>(),
    connections: { mtls: 0, total: 0 },
    bytes: { mtls: 0, total: 0 },
  };
  edges.set(id, edge);
  if (host !== undefined) edge.hosts.add(host);
  return edge;
}

function addTo(share: Share, { labels, value }: VectorSample): void {
  const tls = known(labels, 'tls');
  if (tls === undefined) return;
  share.total += value;
  if (tls === 'true') share.mtls += value;
}

/** 0..1. Of the connections opened in the window; of the bytes when none was. */
export function tcpMtlsShare({ connections, bytes }: TcpEdge): number | undefined {
  const share = connections.total > 0 ? connections : bytes;
  return share.total > 0 ? share.mtls / share.total : undefined;
}
