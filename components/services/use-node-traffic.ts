'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { trafficOf, type NodeTraffic } from '@/components/services/node-traffic';
import { useView } from '@/components/shell/use-view';
import { dataStateOf, mapState, type DataState } from '@/lib/client/data-state';
import { graphOptions } from '@/lib/client/graph';

/** The calls of one node, from the graph of its namespace, kept fresh while the page is visible. */
export function useNodeTraffic(
  id: string,
  kind: 'service' | 'workload',
  namespace: string,
): DataState<NodeTraffic> {
  const { view } = useView();
  const { data, error } = useQuery(graphOptions({ ...view, namespaces: [namespace] }, kind));
  return useMemo(() => {
    // What was kept from a graph of the other kind has no such node.
    const graph = data?.view === kind ? data : undefined;
    return mapState(dataStateOf({ data: graph, error }), (answer) => trafficOf(answer, id));
  }, [data, error, id, kind]);
}
