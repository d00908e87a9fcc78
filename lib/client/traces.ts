import { keepPreviousData, queryOptions, type Query } from '@tanstack/react-query';
import { apiRoot, getJson } from '@/lib/client/api';
import { presentMs } from '@/lib/client/present';
import { traceNamesSchema, tracesSchema, traceSchema, type Trace } from '@/lib/contract/traces';
import {
  DEFAULT_TRACES_PAGE,
  writeTracesQuery,
  type Lookback,
  type TracesPage,
} from '@/lib/contract/traces-url';
import { atOf, pollMs, windowSecondsOf, type View } from '@/lib/contract/view-url';
import type { MomentRange } from '@/lib/domain/moment-range';

/** Every cache key that starts with `traces` is made here. */
export const tracesKeys = {
  all: ['traces'] as const,
  search: (search: TracesSearch) => [...tracesKeys.all, 'search', search] as const,
  byId: (traceId: string) => [...tracesKeys.all, 'one', traceId] as const,
  services: () => [...tracesKeys.all, 'services'] as const,
  operations: (service: string) => [...tracesKeys.all, 'operations', service] as const,
};

/** What is asked for. While live it says how far back from now, so that its key stays the same. */
export interface TracesSearch {
  readonly page: TracesPage;
  readonly range: MomentRange | { readonly lastMs: number };
}

const HOUR_MS = 3_600_000;

const LOOKBACK_MS: Readonly<Record<Exclude<Lookback, 'view'>, number>> = {
  '1h': HOUR_MS,
  '6h': 6 * HOUR_MS,
  '24h': 24 * HOUR_MS,
  '2d': 48 * HOUR_MS,
  '7d': 168 * HOUR_MS,
};

function searchOf(page: TracesPage, view: View): TracesSearch {
  const { sort, axis, selection } = DEFAULT_TRACES_PAGE;
  return { page: { ...page, sort, axis, selection }, range: rangeOf(page, view) };
}

function rangeOf({ range, lookback }: TracesPage, view: View): TracesSearch['range'] {
  if (range !== null) return range;
  const lastMs = lookback === 'view' ? windowSecondsOf(view) * 1000 : LOOKBACK_MS[lookback];
  const toMs = atOf(view);
  return toMs === null ? { lastMs } : { fromMs: toMs - lastMs, toMs };
}

/**
 * A search for traces. The answer comes with the range that was asked for, which moves while live.
 * While a changed search loads, the last answer stays.
 */
export function tracesOptions(page: TracesPage, view: View) {
  const search = searchOf(page, view);
  return queryOptions({
    queryKey: tracesKeys.search(search),
    queryFn: async ({ signal }) => {
      const nowMs = presentMs();
      const range =
        'lastMs' in search.range
          ? { fromMs: nowMs - search.range.lastMs, toMs: nowMs }
          : search.range;
      const path = `${apiRoot()}/traces?${writeTracesQuery(search.page, range)}`;
      return { range, ...(await getJson(path, tracesSchema, signal)) };
    },
    enabled: page.target !== null,
    placeholderData: keepPreviousData,
    refetchInterval: 'lastMs' in search.range ? pollMs(view) : false,
  });
}

/** How long spans of a trace may still arrive after its end, and how often to look for them. */
const ARRIVING_MS = 60_000;
const ARRIVING_POLL_MS = 5_000;

/** One trace. It does not change once all its spans have arrived. */
export function traceOptions(traceId: string) {
  return queryOptions({
    queryKey: tracesKeys.byId(traceId),
    queryFn: ({ signal }) =>
      getJson(`${apiRoot()}/traces/${encodeURIComponent(traceId)}`, traceSchema, signal),
    staleTime: Infinity,
    refetchInterval: ({ state: { data } }: Pick<Query<Trace>, 'state'>) =>
      data !== undefined && isArriving(data, presentMs()) ? ARRIVING_POLL_MS : false,
  });
}

/** Whether more spans of a trace are to be expected. */
function isArriving({ startMs, durationMs }: Trace, nowMs: number): boolean {
  return startMs + durationMs > nowMs - ARRIVING_MS;
}

const NAMES_STALE_MS = 60_000;

/** The services that the tracing store knows. */
export function traceServicesOptions() {
  return queryOptions({
    queryKey: tracesKeys.services(),
    queryFn: ({ signal }) => getJson('/api/v1/traces/services', traceNamesSchema, signal),
    staleTime: NAMES_STALE_MS,
  });
}

/** The operations of a service; none are asked for while the service is empty. */
export function traceOperationsOptions(service: string) {
  return queryOptions({
    queryKey: tracesKeys.operations(service),
    queryFn: ({ signal }) => {
      const query = new URLSearchParams({ service });
      return getJson(`/api/v1/traces/operations?${query}`, traceNamesSchema, signal);
    },
    staleTime: NAMES_STALE_MS,
    enabled: service !== '',
  });
}
