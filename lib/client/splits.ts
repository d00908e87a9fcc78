import { keepPreviousData, queryOptions, type QueryClient } from '@tanstack/react-query';
import { apiRoot, getJson } from '@/lib/client/api';
import {
  splitsSchema,
  type SplitDto,
  type SplitIntentDto,
  type Splits,
} from '@/lib/contract/splits';
import { pollMs, type View } from '@/lib/contract/view-url';

/** Every cache key that starts with `splits` is made here. */
export const splitsKeys = {
  all: ['splits'] as const,
  lists: ['splits', 'list'] as const,
  byQuery: (query: string) => [...splitsKeys.lists, query] as const,
  preview: (id: string, intent: SplitIntentDto) => ['splits', 'preview', id, intent] as const,
};

/** The splits of a view's namespaces. They are always those of now: a pinned moment has none. */
export function splitsOptions(view: View) {
  const params = new URLSearchParams();
  if (view.namespaces.length > 0) params.set('namespaces', view.namespaces.join(','));
  const query = params.toString();
  return queryOptions({
    queryKey: splitsKeys.byQuery(query),
    queryFn: ({ signal }) => getJson(`${apiRoot()}/splits?${query}`, splitsSchema, signal),
    refetchInterval: pollMs(view),
    placeholderData: keepPreviousData,
  });
}

/** Puts a split as it is now into every list that holds it, and has the lists read again. */
export function renewSplit(client: QueryClient, split: SplitDto): void {
  client.setQueriesData<Splits>(
    { queryKey: splitsKeys.lists },
    (old) =>
      old && { ...old, splits: old.splits.map((each) => (each.id === split.id ? split : each)) },
  );
  void client.invalidateQueries({ queryKey: splitsKeys.lists });
}
