import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError, type ApiErrorType } from '@/lib/client/api';
import { statusKeys } from '@/lib/client/status';

const TRANSIENT: ReadonlySet<ApiErrorType> = new Set([
  'busy',
  'deadline-exceeded',
  'network',
  'upstream-timeout',
  'upstream-unavailable',
]);

const MAX_RETRIES = 2;

/** Whether a failed read is worth asking again. Decided by kind: a bad query stays bad. */
export function shouldRetry(failures: number, error: Error): boolean {
  return failures < MAX_RETRIES && error instanceof ApiError && TRANSIENT.has(error.type);
}

/**
 * The cache of a browser tab. Reads are retried when the failure may pass; writes never are. When the server no
 * longer knows the person, who is signed in is asked again at once, which every page shows.
 */
export function createQueryClient(): QueryClient {
  const onError = (error: Error) => {
    if (!(error instanceof ApiError) || error.type !== 'unauthenticated') return;
    void client.invalidateQueries({ queryKey: statusKeys.all });
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { retry: shouldRetry, staleTime: 5_000 },
      mutations: { retry: false },
    },
  });
  return client;
}
