import { queryOptions } from '@tanstack/react-query';
import { getJson } from '@/lib/client/api';
import { meshesSchema } from '@/lib/contract/meshes';

/** Every cache key that starts with `meshes` is made here. */
export const meshesKeys = { all: ['meshes'] as const };

const REFRESH_MS = 30_000;

/** What was found of every mesh, and how much of each namespace takes part. */
export function meshesOptions() {
  return queryOptions({
    queryKey: meshesKeys.all,
    queryFn: ({ signal }) => getJson('/api/v1/meshes', meshesSchema, signal),
    refetchInterval: REFRESH_MS,
  });
}
