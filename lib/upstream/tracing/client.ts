import 'server-only';
import type { RawTrace } from '@/lib/domain/raw-trace';
import type { EpochMs } from '@/lib/domain/units';
import type { UpstreamOptions } from '@/lib/upstream/options';

export interface TracingOptions extends UpstreamOptions {
  readonly kind: 'auto' | 'jaeger' | 'tempo';
  /** Spans kept of one answer; the rest is left out with a warning. */
  readonly maxSpans?: number | undefined;
}

export interface TraceSearch {
  readonly service: string;
  readonly operation?: string | undefined;
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  /** Of a span that matches, not of the trace; microseconds. */
  readonly minDurationUs?: number | undefined;
  readonly maxDurationUs?: number | undefined;
  /** Exact matches, all of them. */
  readonly tags: ReadonlyMap<string, string>;
  /** Newest first; 1 to 1000. */
  readonly limit: number;
}

export interface FoundTrace {
  /** 32 lower-case hex digits. */
  readonly traceId: string;
  readonly rootService: string;
  readonly rootOperation: string;
  /** Epoch milliseconds, with fractions. */
  readonly startMs: number;
  readonly durationMs: number;
  readonly spanCount: number;
  readonly errorCount: number;
  readonly orphanCount: number;
  readonly services: readonly {
    readonly name: string;
    readonly spanCount: number;
    readonly errorCount: number;
  }[];
}

export interface FoundTraces {
  readonly traces: readonly FoundTrace[];
  readonly warnings: readonly string[];
}

/**
 * The tracing store. Every method throws `UpstreamError`, or the signal's reason when the caller gave
 * up. A search that finds nothing gives an empty list.
 */
export interface TracingClient {
  /** Sorted, without repeats. */
  services(signal: AbortSignal): Promise<readonly string[]>;
  /** Sorted, without repeats. */
  operations(service: string, signal: AbortSignal): Promise<readonly string[]>;
  /** Summaries, newest first. */
  search(search: TraceSearch, signal: AbortSignal): Promise<FoundTraces>;
  /** Whole traces, newest first: for the durations of single edges. Costs far more than `search`. */
  searchWhole(
    search: TraceSearch,
    signal: AbortSignal,
  ): Promise<{ readonly traces: readonly RawTrace[]; readonly warnings: readonly string[] }>;
  /**
   * One trace by its id (1 to 32 hex digits, either case). Null when the store has no such trace.
   *
   * @throws TypeError when it is not a trace id; see `isTraceId`.
   */
  trace(traceId: string, signal: AbortSignal): Promise<RawTrace | null>;
  close(): Promise<void>;
}

/** Whether this can be the id of a trace: 16 to 32 hex digits. */
export function isTraceId(text: string): boolean {
  return /^[0-9a-fA-F]{16,32}$/.test(text);
}

/**
 * Creates the client. The API's version and base path are probed at the first call.
 *
 * @throws TypeError when an option is wrong, naming it; for the start of the server.
 */
export function createTracingClient(options: TracingOptions): TracingClient {
  throw new Error(`not built yet: ${options.baseUrl}`);
}
