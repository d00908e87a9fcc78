import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getJson } from '@/lib/client/api';
import { checksSchema, nodeChecksSchema, type Checks } from '@/lib/contract/checks';
import { pollMs, type View } from '@/lib/contract/view-url';

/** Every cache key that starts with `checks` is made here. */
export const checksKeys = {
  all: ['checks'] as const,
  byQuery: (query: string) => [...checksKeys.all, query] as const,
  nodes: () => [...checksKeys.all, 'nodes'] as const,
};

/** What is wrong with the objects of some namespaces (none: all), as they are now. */
export function checksOptions(namespaces: readonly string[], view: View) {
  const query = new URLSearchParams(
    namespaces.length === 0 ? {} : { namespaces: namespaces.join(',') },
  ).toString();
  return queryOptions({
    queryKey: checksKeys.byQuery(query),
    queryFn: ({ signal }) => getJson(`/api/v1/checks?${query}`, checksSchema, signal),
    refetchInterval: pollMs(view),
    placeholderData: keepPreviousData,
  });
}

/** To which nodes the objects apply in which something is wrong, as they are now. */
export function nodeChecksOptions(view: View) {
  return queryOptions({
    queryKey: checksKeys.nodes(),
    queryFn: ({ signal }) => getJson('/api/v1/checks/nodes', nodeChecksSchema, signal),
    refetchInterval: pollMs(view),
  });
}

/** Whether the objects could be read at all: where they could not, that nothing was found says nothing. */
export function isJudged({ sources }: Pick<Checks, 'sources'>): boolean {
  return sources.every(({ state }) => state !== 'down' && state !== 'off');
}
