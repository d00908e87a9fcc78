import { queryOptions, type UseQueryResult } from '@tanstack/react-query';
import { ApiError, getJson } from '@/lib/client/api';
import { statusSchema, type Status } from '@/lib/contract/status';

/** Every cache key that starts with `status` is made here. */
export const statusKeys = { all: ['status'] as const };

/** Whether the server knows nobody here: no session, or one that is over. */
export function isSignedOut({
  data,
  error,
}: Pick<UseQueryResult<Status>, 'data' | 'error'>): boolean {
  const isRefused = error instanceof ApiError && error.type === 'unauthenticated';
  return isRefused || data?.identity.signedIn === false;
}

const REFRESH_MS = 15_000;

/** The state of the sources, the meshes found, who is signed in and what they may do. */
export function statusOptions() {
  return queryOptions({
    queryKey: statusKeys.all,
    queryFn: ({ signal }) => getJson('/api/v1/status', statusSchema, signal),
    staleTime: REFRESH_MS,
    refetchInterval: REFRESH_MS,
    // Somebody may have signed in in another tab meanwhile.
    refetchOnWindowFocus: ({ state }) => (isSignedOut(state) ? 'always' : true),
  });
}
