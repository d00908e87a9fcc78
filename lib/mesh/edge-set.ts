import { edgeId, type MeshNode, type Protocol, type Reporter } from '@/lib/domain/model';
import { chooseReporter, RequestTally } from '@/lib/mesh/request-tally';

/** The requests of one edge. */
export interface RequestEdge {
  readonly source: MeshNode;
  readonly target: MeshNode;
  readonly protocol: Protocol;
  readonly hosts: Set<string>;
  readonly tallies: Map<Reporter, RequestTally>;
}

/** The edges of a view by id. */
export type RequestEdges = Map<string, RequestEdge>;

/** Where a series belongs. */
export interface Place {
  readonly source: MeshNode;
  readonly target: MeshNode;
  readonly protocol: Protocol;
  readonly host: string | undefined;
  /** Whether the series says which workload or app answered. */
  readonly isNamed: boolean;
}

/** The edge at a place, which is made when it is not there yet. */
export function edgeAt(
  edges: RequestEdges,
  { source, target, protocol, host }: Place,
): RequestEdge {
  const id = edgeId(source.id, target.id, protocol);
  const edge = edges.get(id) ?? {
    source,
    target,
    protocol,
    hosts: new Set<string>(),
    tallies: new Map<Reporter, RequestTally>(),
  };
  edges.set(id, edge);
  if (host !== undefined) edge.hosts.add(host);
  return edge;
}

/** The tally of one reporter, which is made when it is not there yet. */
export function tallyOf(edge: RequestEdge, reporter: Reporter): RequestTally {
  const tally = edge.tallies.get(reporter) ?? new RequestTally();
  edge.tallies.set(reporter, tally);
  return tally;
}

/** The reporter that an edge's requests are taken from. */
export function chosenReporter({ tallies }: RequestEdge): Reporter | undefined {
  return chooseReporter(new Map([...tallies].map(([reporter, tally]) => [reporter, tally.rate])));
}

/** Whether a node stands for what was called, not for who answers. */
export function isHost({ kind }: MeshNode): boolean {
  return kind === 'service' || kind === 'external';
}
