import 'server-only';
import type { EpochMs } from '@/lib/domain/units';

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
