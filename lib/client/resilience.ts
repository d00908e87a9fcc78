import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { getJson } from '@/lib/client/api';
import { faultsSchema, resilienceSchema } from '@/lib/contract/resilience';
import { routingSchema } from '@/lib/contract/routing';

/** Every cache key that starts with `resilience` is made here. */
export const resilienceKeys = {
  all: ['resilience'] as const,
  node: (id: string) => [...resilienceKeys.all, 'node', id] as const,
  routing: (id: string) => [...resilienceKeys.all, 'routing', id] as const,
  faults: () => [...resilienceKeys.all, 'faults'] as const,
};

const REFRESH_MS = 15_000;

function nodeQuery(id: string): URLSearchParams {
  return new URLSearchParams({ node: id });
}

/** The settings of a service, and what is measured beside them. */
export function resilienceOptions(id: string) {
  return queryOptions({
    queryKey: resilienceKeys.node(id),
    queryFn: ({ signal }) =>
      getJson(`/api/v1/resilience?${nodeQuery(id)}`, resilienceSchema, signal),
    refetchInterval: REFRESH_MS,
  });
}

/** The rules by which requests for a service are routed. */
export function routingOptions(id: string) {
  return queryOptions({
    queryKey: resilienceKeys.routing(id),
    queryFn: ({ signal }) => getJson(`/api/v1/routing?${nodeQuery(id)}`, routingSchema, signal),
    refetchInterval: REFRESH_MS,
  });
}

/** The faults that are injected now. */
export function faultsOptions() {
  return queryOptions({
    queryKey: resilienceKeys.faults(),
    queryFn: ({ signal }) => getJson('/api/v1/faults', faultsSchema, signal),
    refetchInterval: REFRESH_MS,
  });
}

/** Has everything that is known of timeouts, retries, faults and routes read again. */
export function rereadResilience(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: resilienceKeys.all });
}
