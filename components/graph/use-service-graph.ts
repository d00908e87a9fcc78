'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { dataStateOf, type DataState } from '@/lib/client/data-state';
import { graphOptions } from '@/lib/client/graph';
import type { Graph } from '@/lib/contract/graph';
import type { GraphPage } from '@/lib/contract/graph-url';
import type { View } from '@/lib/contract/view-url';

/** The service graph of a view, kept fresh while the page is visible. */
export function useServiceGraph(
  view: View,
  page: Pick<GraphPage, 'view' | 'proxies'>,
): DataState<Graph> {
  const { data, error } = useQuery(graphOptions(view, page.view, page.proxies));
  return useMemo(() => dataStateOf({ data, error }), [data, error]);
}
