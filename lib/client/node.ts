import { queryOptions } from '@tanstack/react-query';
import { getJson } from '@/lib/client/api';
import { nodeDetailsSchema } from '@/lib/contract/node';

/** Every cache key that starts with `node` is made here. */
export const nodeKeys = {
  all: ['node'] as const,
  byId: (id: string) => [...nodeKeys.all, id] as const,
};

/** Objects of the cluster change seldom. */
const REFRESH_MS = 30_000;

/** What the cluster says of a service or workload: pods, relations, configuration. */
export function nodeOptions(id: string) {
  return queryOptions({
    queryKey: nodeKeys.byId(id),
    queryFn: ({ signal }) =>
      getJson(`/api/v1/node?${new URLSearchParams({ node: id })}`, nodeDetailsSchema, signal),
    refetchInterval: REFRESH_MS,
  });
}
