import { QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError, type ApiErrorType } from '@/lib/client/api';

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
 * The cache of a browser tab. Reads are retried when the failure may pass; writes never are.
 * `onSignedOut` is called when the server no longer knows the person.
 */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (error instanceof ApiError && error.type === 'unauthenticated') onSignedOut();
      },
    }),
    defaultOptions: {
      queries: { retry: shouldRetry, staleTime: 5_000 },
      mutations: { retry: false },
    },
  });
}
