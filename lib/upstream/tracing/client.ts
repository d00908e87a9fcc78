import 'server-only';
import type { RawTrace } from '@/lib/domain/raw-trace';
import { httpOf } from '@/lib/upstream/configured';
import { UpstreamError, type UpstreamFailure } from '@/lib/upstream/error';
import { createGate } from '@/lib/upstream/gate';
import { observed } from '@/lib/upstream/observed';
import type { UpstreamOptions } from '@/lib/upstream/options';
import { createSingleFlight } from '@/lib/upstream/single-flight';
import type { Dialect, WholeTraces } from '@/lib/upstream/tracing/dialect';
import { findingErrors } from '@/lib/upstream/tracing/error-search';
import { jaegerLegacy } from '@/lib/upstream/tracing/jaeger-legacy';
import { jaegerV3 } from '@/lib/upstream/tracing/jaeger-v3';
import { probeJaeger } from '@/lib/upstream/tracing/probe';
import type { FoundTraces, TraceSearch } from '@/lib/upstream/tracing/types';

export interface TracingOptions extends UpstreamOptions {
  readonly kind: 'auto' | 'jaeger' | 'tempo';
  /** Spans kept of one answer; the rest is left out with a warning. */
  readonly maxSpans?: number | undefined;
}

export type { TraceSearch } from '@/lib/upstream/tracing/types';

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
  searchWhole(search: TraceSearch, signal: AbortSignal): Promise<WholeTraces>;
  /**
   * One trace by its id (16 to 32 hex digits, either case). Null when the store has no such trace.
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

/** Figures of `createTracingClient` where its options say nothing. */
const DEFAULTS = {
  timeoutMs: 8_000,
  maxBodyBytes: 64 * 1024 * 1024,
  maxSpans: 100_000,
  places: 4,
  maxWaiting: 64,
  maxWaitMs: 4_000,
};

/** After these the store may have been replaced by another version: it is probed again. */
const PROBE_AGAIN: ReadonlySet<UpstreamFailure> = new Set(['malformed', 'not-found', 'rejected']);

/**
 * Creates the client. The API's version and base path are probed at the first call.
 *
 * @throws TypeError when an option is wrong, naming it; for the start of the server.
 */
export function createTracingClient(options: TracingOptions): TracingClient {
  if (options.kind === 'tempo') throw new TypeError('tracing kind tempo is not supported yet');
  const http = httpOf('tracing', options, DEFAULTS);
  const maxSpans = options.maxSpans ?? DEFAULTS.maxSpans;
  const gate = createGate({ upstream: 'tracing', ...DEFAULTS });
  const memory = { findsErrors: false };
  const abilities = createProbe((signal) => probeJaeger(http, signal));

  function call<T>(
    signal: AbortSignal,
    needsTags: boolean,
    ask: (dialect: Dialect) => Promise<T>,
  ): Promise<T> {
    return observed('tracing', options.observe, () =>
      gate.run(signal, async () => {
        const { base, hasV3, hasSummaries } = await abilities.get(signal);
        const jaeger = { http, base, maxSpans };
        // Before 2.19, API v3 silently ignores tags.
        const useV3 = hasV3 && (hasSummaries || !needsTags);
        try {
          const store = useV3 ? jaegerV3(jaeger, hasSummaries) : jaegerLegacy(jaeger);
          return await ask(findingErrors(store, memory));
        } catch (error) {
          if (error instanceof UpstreamError && PROBE_AGAIN.has(error.failure)) abilities.forget();
          throw error;
        }
      }),
    );
  }

  return {
    services: (signal) => call(signal, false, (store) => store.services(signal)),
    operations: (service, signal) =>
      call(signal, false, (store) => store.operations(service, signal)),
    search: (search, signal) =>
      call(signal, search.tags.size > 0, (store) => store.search(search, signal)),
    searchWhole: (search, signal) =>
      call(signal, search.tags.size > 0, (store) => store.searchWhole(search, signal)),
    trace: async (traceId, signal) => {
      if (!isTraceId(traceId)) throw new TypeError('not a trace id');
      const id = traceId.toLowerCase().padStart(32, '0');
      return call(signal, false, (store) => store.trace(id, signal));
    },
    close: () => http.close(),
  };
}

/** Remembers what a probe found, and probes once for all who ask meanwhile. */
function createProbe<T>(probe: (signal: AbortSignal) => Promise<T>) {
  const flights = createSingleFlight<T>();
  let found: { readonly value: T } | null = null;
  return {
    async get(signal: AbortSignal): Promise<T> {
      if (found !== null) return found.value;
      const value = await flights.run('probe', signal, probe);
      found = { value };
      return value;
    },
    forget: () => {
      found = null;
    },
  };
}
