import 'server-only';
import type { RawTrace } from '@/lib/domain/raw-trace';
import { UpstreamError } from '@/lib/upstream/error';
import type { HttpAnswer } from '@/lib/upstream/http';
import type { FoundTraces, TraceSearch } from '@/lib/upstream/tracing/types';
import { createTraceCollector, type TraceCollector } from '@/lib/upstream/tracing/draft';
import { summarise } from '@/lib/upstream/tracing/summarise';
import { WireError } from '@/lib/upstream/wire';

export interface WholeTraces {
  readonly traces: readonly RawTrace[];
  readonly warnings: readonly string[];
}

/** One way to talk to a tracing store. */
export interface Dialect {
  services(signal: AbortSignal): Promise<readonly string[]>;
  operations(service: string, signal: AbortSignal): Promise<readonly string[]>;
  search(search: TraceSearch, signal: AbortSignal): Promise<FoundTraces>;
  searchWhole(search: TraceSearch, signal: AbortSignal): Promise<WholeTraces>;
  trace(traceId: string, signal: AbortSignal): Promise<RawTrace | null>;
}

/**
 * Collects the spans of an answer.
 *
 * @throws UpstreamError `malformed` when the reader finds that it is not what the API promises.
 */
export function collected(
  maxSpans: number,
  read: (collector: TraceCollector) => void,
): WholeTraces {
  const collector = createTraceCollector(maxSpans);
  try {
    read(collector);
  } catch (cause) {
    if (!(cause instanceof WireError)) throw cause;
    throw new UpstreamError('tracing', 'malformed', cause.message, { cause });
  }
  const newestFirst = collector.traces().toSorted((a, b) => b.startMs - a.startMs);
  return { traces: newestFirst, warnings: collector.warnings() };
}

/** Summaries of traces that were fetched whole. */
export function summarised({ traces, warnings }: WholeTraces): FoundTraces {
  return { traces: traces.map(summarise), warnings };
}

/** Sorts names and drops repeats. */
export function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)].toSorted();
}

/** Go's way to write a duration. */
export function microseconds(us: number): string {
  return `${Math.round(us)}us`;
}

/** Whether the store says that there is nothing of that kind, which is no failure. */
export function isNothing({ status }: HttpAnswer): boolean {
  return status === 404;
}
