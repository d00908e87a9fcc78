import type { Graph, GraphEdge, GraphNode } from '@/lib/contract/graph';

/** A call to or from a node, and who is at its other end. */
export interface Neighbour {
  readonly edge: GraphEdge;
  /** The id of the node at the other end. */
  readonly id: string;
  /** Absent when the graph has the call but not its end. */
  readonly node: GraphNode | undefined;
}

/** What a graph says of one node. */
export interface NodeTraffic {
  /** Absent when the node had no traffic in the window, so that the graph has not got it. */
  readonly node: GraphNode | undefined;
  readonly inbound: readonly Neighbour[];
  readonly outbound: readonly Neighbour[];
}

/** The calls of one node, busiest first. */
export function trafficOf(graph: Graph, id: string): NodeTraffic {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const neighbours = (end: 'source' | 'target', other: 'source' | 'target') =>
    graph.edges
      .filter((edge) => edge[end] === id)
      .map((edge) => ({ edge, id: edge[other], node: nodes.get(edge[other]) }))
      .toSorted((a, b) => volumeOf(b.edge) - volumeOf(a.edge));
  return {
    node: nodes.get(id),
    inbound: neighbours('target', 'source'),
    outbound: neighbours('source', 'target'),
  };
}

function volumeOf({ requestRate, bytesPerSecond }: GraphEdge): number {
  return requestRate ?? bytesPerSecond ?? 0;
}
