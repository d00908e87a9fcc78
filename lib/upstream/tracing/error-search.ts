import 'server-only';
import type { RawTrace } from '@/lib/domain/raw-trace';
import { summarised, type Dialect, type WholeTraces } from '@/lib/upstream/tracing/dialect';
import type { TraceSearch } from '@/lib/upstream/tracing/types';

/** How many traces are looked through for each that is wanted, and at least and at most. */
const TRACES_PER_WANTED = 10;
const FEWEST = 200;
const MOST = 1000;

/** Whether a store was seen to find errors; kept for as long as the store is. */
export interface ErrorSearchMemory {
  findsErrors: boolean;
}

/**
 * Lets a search by `error=true` find errors in every store. Jaeger 2 in memory (seen in 2.13) compares that tag as
 * a boolean with the text it was asked for, so that it finds nothing. Where nothing is found, the newest traces
 * are fetched and looked through here, and the answer says so.
 */
export function findingErrors(store: Dialect, memory: ErrorSearchMemory): Dialect {
  const lookThrough = async (search: TraceSearch, signal: AbortSignal): Promise<WholeTraces> => {
    const tags = new Map([...search.tags].filter(([key]) => key !== 'error'));
    const limit = Math.min(MOST, Math.max(FEWEST, TRACES_PER_WANTED * search.limit));
    const { traces, warnings } = await store.searchWhole({ ...search, tags, limit }, signal);
    const failed = traces.filter((trace) => hasError(trace, search)).slice(0, search.limit);
    const note = `errors were looked for among the newest ${traces.length} traces only`;
    return { traces: failed, warnings: failed.length > 0 ? [...warnings, note] : warnings };
  };
  const isNeeded = ({ tags }: TraceSearch, found: { readonly traces: readonly unknown[] }) => {
    if (tags.get('error') !== 'true') return false;
    if (found.traces.length > 0) memory.findsErrors = true;
    return !memory.findsErrors;
  };

  return {
    ...store,
    async search(search, signal) {
      const found = await store.search(search, signal);
      return isNeeded(search, found) ? summarised(await lookThrough(search, signal)) : found;
    },
    async searchWhole(search, signal) {
      const found = await store.searchWhole(search, signal);
      return isNeeded(search, found) ? lookThrough(search, signal) : found;
    },
  };
}

/** Whether a span that the search is for failed. */
function hasError({ spans, processes }: RawTrace, search: TraceSearch): boolean {
  const { service, operation, minDurationUs = 0, maxDurationUs = Infinity } = search;
  return spans.some(
    (span) =>
      span.error &&
      processes[span.process]?.service === service &&
      (operation === undefined || span.operation === operation) &&
      span.durationUs >= minDurationUs &&
      span.durationUs <= maxDurationUs,
  );
}
