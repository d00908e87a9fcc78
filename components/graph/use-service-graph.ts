'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { dataStateOf, type DataState } from '@/lib/client/data-state';
import { graphOptions } from '@/lib/client/graph';
import type { Graph } from '@/lib/contract/graph';
import type { View } from '@/lib/contract/view-url';
import type { GraphView } from '@/lib/domain/model';

/** The service graph of a view, kept fresh while the page is visible. */
export function useServiceGraph(view: View, graphView: GraphView): DataState<Graph> {
  const { data, error } = useQuery(graphOptions(view, graphView));
  return useMemo(() => dataStateOf({ data, error }), [data, error]);
}
