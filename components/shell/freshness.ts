import type { Query, QueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { sourceSchema } from '@/lib/contract/common';

export interface Freshness {
  /** Epoch milliseconds of the oldest answer in use; null when there is none. */
  readonly updatedAt: number | null;
  readonly isFetching: boolean;
  /** Whether an answer in use could not be renewed, or was made of old figures. */
  readonly isFailing: boolean;
}

const withSources = z.object({ sources: z.array(sourceSchema) });

/** What the cache tells of every answer that the page shows, whoever asked for it. */
export function freshnessOf(client: QueryClient): Freshness {
  const live = client.getQueryCache().findAll({ type: 'active' }).filter(isPageData);
  const moments = live.flatMap(momentOf);
  return {
    updatedAt: moments.length === 0 ? null : Math.min(...moments),
    isFetching: live.some(({ state }) => state.fetchStatus === 'fetching'),
    isFailing: live.some(
      ({ state }) => state.data !== undefined && (state.error !== null || isStale(state.data)),
    ),
  };
}

/** The status has its own mark, and what never grows old (a finished trace) has no age. */
function isPageData(query: Query): boolean {
  const isFinished = query.observers.every(({ options }) => options.staleTime === Infinity);
  return query.queryKey[0] !== 'status' && !isFinished;
}

/** When the figures of an answer were true: older than the answer when a source had gone silent. */
function momentOf({ state }: Query): readonly number[] {
  if (state.dataUpdatedAt === 0) return [];
  const ages = sourcesOf(state.data).flatMap(({ state: source, ageMs }) =>
    source === 'stale' && ageMs !== null ? [ageMs] : [],
  );
  return [state.dataUpdatedAt - Math.max(0, ...ages)];
}

function isStale(data: unknown): boolean {
  return sourcesOf(data).some(({ state }) => state === 'stale');
}

function sourcesOf(data: unknown): z.infer<typeof withSources>['sources'] {
  const parsed = withSources.safeParse(data);
  return parsed.success ? parsed.data.sources : [];
}
