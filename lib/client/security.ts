import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getJson } from '@/lib/client/api';
import {
  securityEdgeSchema,
  securityNodeSchema,
  securitySchema,
  securityWorkloadSchema,
} from '@/lib/contract/security';
import { pollMs, type View } from '@/lib/contract/view-url';

/** Every cache key that starts with `security` is made here. */
export const securityKeys = {
  all: ['security'] as const,
  byQuery: (query: string) => [...securityKeys.all, 'list', query] as const,
  workload: (query: string) => [...securityKeys.all, 'workload', query] as const,
  node: (query: string) => [...securityKeys.all, 'node', query] as const,
  edge: (query: string) => [...securityKeys.all, 'edge', query] as const,
};

/** The posture of a view's namespaces. Objects are always those of now, so a pinned moment has none. */
export function securityOptions(view: View) {
  const params = new URLSearchParams({ window: view.window });
  if (view.namespaces.length > 0) params.set('namespaces', view.namespaces.join(','));
  const query = params.toString();
  return queryOptions({
    queryKey: securityKeys.byQuery(query),
    queryFn: ({ signal }) => getJson(`/api/v1/security?${query}`, securitySchema, signal),
    refetchInterval: pollMs(view),
    placeholderData: keepPreviousData,
  });
}

/** One workload, by the id of its node. */
export function securityWorkloadOptions(node: string, view: View) {
  const query = new URLSearchParams({ node, window: view.window }).toString();
  return queryOptions({
    queryKey: securityKeys.workload(query),
    queryFn: ({ signal }) =>
      getJson(`/api/v1/security/workload?${query}`, securityWorkloadSchema, signal),
    refetchInterval: pollMs(view),
  });
}

/** All workloads behind a node, by its id, in one answer. */
export function securityNodeOptions(node: string, view: View) {
  const query = new URLSearchParams({ node, window: view.window }).toString();
  return queryOptions({
    queryKey: securityKeys.node(query),
    queryFn: ({ signal }) => getJson(`/api/v1/security/node?${query}`, securityNodeSchema, signal),
    refetchInterval: pollMs(view),
  });
}

/** One call, by the id of its edge. */
export function securityEdgeOptions(edge: string, view: View) {
  const query = new URLSearchParams({ edge, window: view.window }).toString();
  return queryOptions({
    queryKey: securityKeys.edge(query),
    queryFn: ({ signal }) => getJson(`/api/v1/security/edge?${query}`, securityEdgeSchema, signal),
    refetchInterval: pollMs(view),
  });
}
