'use client';

import { useMemo } from 'react';
import { fullName } from '@/components/graph/words';
import type { SetGraphPage } from '@/components/graph/use-graph-page';
import type { Graph } from '@/lib/contract/graph';
import type { GraphPage } from '@/lib/contract/graph-url';

interface GraphSearch {
  /** Ids of the nodes whose name has the text in it; null when nothing is searched. */
  readonly found: readonly string[] | null;
  /** Selects the next of them. */
  readonly goToNext: () => void;
}

/** Finds nodes by a part of their name or namespace. */
export function useGraphSearch(
  graph: Graph | null,
  page: GraphPage,
  setPage: SetGraphPage,
): GraphSearch {
  const found = useMemo(() => {
    const wanted = page.search.trim().toLowerCase();
    if (wanted === '' || graph === null) return null;
    return graph.nodes
      .filter((node) => fullName(node).toLowerCase().includes(wanted))
      .map(({ id }) => id)
      .toSorted();
  }, [graph, page.search]);

  const goToNext = () => {
    if (found === null) return;
    const next = found[(found.indexOf(page.select) + 1) % found.length];
    if (next !== undefined) setPage({ select: next });
  };
  return { found, goToNext };
}
