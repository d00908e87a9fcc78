'use client';

import { useMemo } from 'react';
import type { FoundAt, GraphFindings } from '@/components/graph/use-graph-findings';
import type { Graph } from '@/lib/contract/graph';
import { troubleOf } from '@/lib/domain/finding-counts';
import type { DisplayGraph } from '@/lib/viz/graph/fold';
import { boxIdOf } from '@/lib/viz/graph/model';
import { withTrouble, type Trouble } from '@/lib/viz/graph/trouble';

/** The graph as drawn, with what is wrong at each node and namespace. */
export function useTrouble(
  graph: Graph,
  findings: GraphFindings,
  display: DisplayGraph,
): DisplayGraph {
  return useMemo(() => {
    const nodes = graph.nodes.map((node) => [node.id, findings.ofNode(node)] as const);
    const boxes = new Map(graph.nodes.map((node) => [boxIdOf(node) ?? '', node.namespace]));
    const atBoxes = [...boxes].map(([id, name]) => [id, findings.ofNamespace(name)] as const);
    return withTrouble(display, { nodes: troubled(nodes), boxes: troubled(atBoxes) });
  }, [graph, findings, display]);
}

function troubled(
  all: readonly (readonly [id: string, found: FoundAt | null])[],
): ReadonlyMap<string, Trouble> {
  return new Map(
    all.flatMap(([id, found]) =>
      found === null || troubleOf(found.counts) === 0 ? [] : [[id, found.counts]],
    ),
  );
}
