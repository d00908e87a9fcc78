import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getJson } from '@/lib/client/api';
import { namespacesSchema } from '@/lib/contract/namespaces';
import { pollMs, writeScope, type View } from '@/lib/contract/view-url';

/** Every cache key that starts with `namespaces` is made here. */
export const namespacesKeys = {
  all: ['namespaces'] as const,
  byQuery: (query: string) => [...namespacesKeys.all, query] as const,
};

/** All readable namespaces with their health, whatever namespaces the view has chosen. */
export function namespacesOptions(view: View) {
  const query = writeScope({ ...view, namespaces: [] }).toString();
  return queryOptions({
    queryKey: namespacesKeys.byQuery(query),
    queryFn: ({ signal }) => getJson(`/api/v1/namespaces?${query}`, namespacesSchema, signal),
    refetchInterval: pollMs(view),
    // While another window loads, the figures of the last one stay.
    placeholderData: keepPreviousData,
  });
}
