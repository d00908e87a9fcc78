'use client';

import { useMemo } from 'react';
import { useActiveFaults } from '@/components/shell/use-active-faults';
import type { Graph } from '@/lib/contract/graph';
import type { VizGraph, VizNode } from '@/lib/viz/graph/model';

/** What stands on a node whose callers meet a fault that is injected now. */
const FAULT_MARK = 'fault';

/** The graph with a mark on every node at which calls to a host with an active fault end. */
export function useFaultMarks(graph: Graph, chosen: VizGraph): VizGraph {
  const faults = useActiveFaults();
  return useMemo(() => {
    const hosts = new Set(faults.map(({ host }) => host));
    if (hosts.size === 0) return chosen;
    const marked = new Set(
      graph.edges
        .filter((edge) => edge.hosts.some((host) => hosts.has(host)))
        .map(({ target }) => target),
    );
    const nodes = chosen.nodes.map((node): VizNode =>
      marked.has(node.id) ? { ...node, marks: [FAULT_MARK] } : node,
    );
    return { ...chosen, nodes };
  }, [graph, chosen, faults]);
}
