import { queryOptions } from '@tanstack/react-query';
import { getJson } from '@/lib/client/api';
import { faultsSchema } from '@/lib/contract/resilience';

/** Every cache key that starts with `resilience` is made here. */
const resilienceKeys = {
  all: ['resilience'] as const,
  faults: () => [...resilienceKeys.all, 'faults'] as const,
};

const REFRESH_MS = 15_000;

/** The faults that are injected now. */
export function faultsOptions() {
  return queryOptions({
    queryKey: resilienceKeys.faults(),
    queryFn: ({ signal }) => getJson('/api/v1/faults', faultsSchema, signal),
    refetchInterval: REFRESH_MS,
  });
}
