import 'server-only';
import type { MatrixSeries, VectorSample } from '@/lib/domain/samples';
import type { EpochMs } from '@/lib/domain/units';
import type { UpstreamOptions } from '@/lib/upstream/options';

export interface PrometheusOptions extends UpstreamOptions {
  /** Queries in flight at once. The client is to be one per process, so this holds process-wide. */
  readonly maxInFlight?: number | undefined;
  /** Queries that may wait for their turn; beyond it they fail as `busy`. */
  readonly maxWaiting?: number | undefined;
}

export interface InstantAnswer {
  readonly samples: readonly VectorSample[];
  /** Set when Prometheus answered in part, or when we left something out. */
  readonly warnings: readonly string[];
}

export interface RangeAnswer {
  readonly series: readonly MatrixSeries[];
  readonly warnings: readonly string[];
}

/** Both ends included. `stepSeconds` is positive; at most 11,000 points a series. */
export interface QueryRange {
  readonly fromMs: EpochMs;
  readonly toMs: EpochMs;
  readonly stepSeconds: number;
}

/**
 * The Prometheus HTTP API. Equal questions asked at the same time are sent once. Every method throws
 * `UpstreamError`, or the signal's reason when the caller gave up.
 */
export interface PrometheusClient {
  /** Evaluates an expression that gives a vector (or scalar) at one moment. */
  instant(promql: string, at: EpochMs, signal: AbortSignal): Promise<InstantAnswer>;
  /** Evaluates an expression over a range. */
  range(promql: string, range: QueryRange, signal: AbortSignal): Promise<RangeAnswer>;
  /** Whether it answers, and its version. */
  buildInfo(signal: AbortSignal): Promise<{ readonly version: string }>;
  close(): Promise<void>;
}

/**
 * Creates the client. It never retries.
 *
 * @throws TypeError when an option is wrong, naming it; for the start of the server.
 */
export function createPrometheusClient(options: PrometheusOptions): PrometheusClient {
  throw new Error(`not built yet: ${options.baseUrl}`);
}
