'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { isJudged, nodeChecksOptions } from '@/lib/client/checks';
import type { AppliedFindingsDto, FindingDto, NodeChecks } from '@/lib/contract/checks';
import type { GraphNode } from '@/lib/contract/graph';
import type { View } from '@/lib/contract/view-url';
import type { FindingCounts } from '@/lib/domain/finding-counts';

/** How much is wrong at something in the graph, and the worst of it. */
export interface FoundAt {
  readonly counts: FindingCounts;
  readonly worst: readonly FindingDto[];
}

/** What is wrong with what applies to nodes and namespaces; null where nothing is, or while it is not known. */
export interface GraphFindings {
  readonly ofNode: (node: Pick<GraphNode, 'kind' | 'namespace' | 'name'>) => FoundAt | null;
  readonly ofNamespace: (namespace: string) => FoundAt | null;
}

/** Asks once for the whole graph. */
export function useGraphFindings(view: View): GraphFindings {
  const { data } = useQuery(nodeChecksOptions(view));
  return useMemo(() => findingsOf(data !== undefined && isJudged(data) ? data : null), [data]);
}

function findingsOf(answer: NodeChecks | null): GraphFindings {
  const nodes = new Map(answer?.nodes.map((node) => [keyOf(node), node]));
  const namespaces = new Map(answer?.namespaces.map((each) => [each.namespace, each]));
  const found = (at: AppliedFindingsDto | undefined): FoundAt | null =>
    at === undefined
      ? null
      : { counts: at, worst: at.findings.flatMap((place) => answer?.findings[place] ?? []) };
  return {
    ofNode: (node) => found(nodes.get(keyOf(node))),
    ofNamespace: (namespace) => found(namespaces.get(namespace)),
  };
}

function keyOf({ kind, namespace, name }: Pick<GraphNode, 'kind' | 'namespace' | 'name'>): string {
  return `${kind}/${namespace}/${name}`;
}
