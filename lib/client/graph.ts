import { queryOptions, keepPreviousData } from '@tanstack/react-query';
import { apiRoot, getJson } from '@/lib/client/api';
import { graphSchema } from '@/lib/contract/graph';
import { pollMs, writeScope, type View } from '@/lib/contract/view-url';
import type { GraphView } from '@/lib/domain/model';

/** Every cache key that starts with `graph` is made here. */
export const graphKeys = {
  all: ['graph'] as const,
  byQuery: (query: string) => [...graphKeys.all, query] as const,
};

/**
 * The service graph of a view. While another window or other namespaces are on their way, the
 * graph from before stays.
 */
export function graphOptions(view: View, graphView: GraphView, withProxies = false) {
  const scope = writeScope(view);
  if (graphView !== 'workload') scope.set('view', graphView);
  if (withProxies) scope.set('proxies', 'shown');
  const query = scope.toString();
  return queryOptions({
    queryKey: graphKeys.byQuery(query),
    queryFn: ({ signal }) => getJson(`${apiRoot()}/graph?${query}`, graphSchema, signal),
    refetchInterval: pollMs(view),
    placeholderData: keepPreviousData,
  });
}
