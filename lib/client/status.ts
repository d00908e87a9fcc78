import { queryOptions } from '@tanstack/react-query';
import { getJson } from '@/lib/client/api';
import { statusSchema } from '@/lib/contract/status';

/** Every cache key that starts with `status` is made here. */
export const statusKeys = { all: ['status'] as const };

const REFRESH_MS = 15_000;

/** The state of the sources, the meshes found, who is signed in and what they may do. */
export function statusOptions() {
  return queryOptions({
    queryKey: statusKeys.all,
    queryFn: ({ signal }) => getJson('/api/v1/status', statusSchema, signal),
    staleTime: REFRESH_MS,
    refetchInterval: REFRESH_MS,
  });
}
