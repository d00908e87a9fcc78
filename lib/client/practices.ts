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
  return queryOptions({
    queryKey: practicesKeys.of(namespaces),
    queryFn: ({ signal }) => getJson(pathOf(namespaces), practicesSchema, signal),
    refetchInterval: REFRESH_MS,
    ...(namespaces.length === 1 ? {} : { placeholderData: keepPreviousData }),
  });
}

function pathOf(namespaces: readonly string[]): string {
  if (namespaces.length === 0) return '/api/v1/practices';
  return `/api/v1/practices?${new URLSearchParams({ namespaces: namespaces.join(',') })}`;
}
