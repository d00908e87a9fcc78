import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getJson } from '@/lib/client/api';
import { practicesSchema } from '@/lib/contract/practices';

/** Every cache key that starts with `practices` is made here. */
export const practicesKeys = {
  all: ['practices'] as const,
  of: (namespaces: readonly string[]) => [...practicesKeys.all, ...namespaces] as const,
};

const REFRESH_MS = 30_000;

/** How far namespaces follow the practices; all readable ones where none is named, with its traces where one is. */
export function practicesOptions(namespaces: readonly string[]) {
  const query = new URLSearchParams(
    namespaces.length === 0 ? {} : { namespaces: namespaces.join(',') },
  );
  const path = namespaces.length === 0 ? '/api/v1/practices' : `/api/v1/practices?${query}`;
  return queryOptions({
    queryKey: practicesKeys.of(namespaces),
    queryFn: ({ signal }) => getJson(path, practicesSchema, signal),
    refetchInterval: REFRESH_MS,
    ...(namespaces.length === 1 ? {} : { placeholderData: keepPreviousData }),
  });
}
