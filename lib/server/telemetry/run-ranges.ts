import 'server-only';
import type { Warning } from '@/lib/contract/common';
import type { MatrixSeries } from '@/lib/domain/samples';
import type { NamedQuery } from '@/lib/mesh/adapter';
import {
  distinct,
  failedQueryWarning,
  prometheusWarning,
} from '@/lib/server/telemetry/run-queries';
import { UpstreamError } from '@/lib/upstream/error';
import type { PrometheusClient, QueryRange } from '@/lib/upstream/prometheus/client';

export interface RangeRun {
  /** Without the keys whose query failed. */
  readonly answers: ReadonlyMap<string, readonly MatrixSeries[]>;
  readonly failures: ReadonlyMap<string, UpstreamError>;
  readonly warnings: readonly Warning[];
}

/**
 * Sends range queries in parallel. One that fails leaves the others alone.
 *
 * @throws UpstreamError when all of them fail; the signal's reason when it fires.
 */
export async function runRanges(
  prometheus: PrometheusClient,
  queries: readonly NamedQuery[],
  range: QueryRange,
  signal: AbortSignal,
): Promise<RangeRun> {
  const outcomes = await Promise.allSettled(
    queries.map(({ promql }) => prometheus.range(promql, range, signal)),
  );
  signal.throwIfAborted();
  const answers = new Map<string, readonly MatrixSeries[]>();
  const failures = new Map<string, UpstreamError>();
  const warnings: Warning[] = [];
  for (const [index, outcome] of outcomes.entries()) {
    const key = queries[index]?.key ?? '';
    if (outcome.status === 'fulfilled') {
      answers.set(key, outcome.value.series);
      warnings.push(...outcome.value.warnings.map(prometheusWarning));
    } else if (outcome.reason instanceof UpstreamError) {
      failures.set(key, outcome.reason);
      warnings.push(failedQueryWarning(key, outcome.reason));
    } else {
      throw outcome.reason;
    }
  }
  const [first] = failures.values();
  if (first !== undefined && answers.size === 0) throw first;
  return { answers, failures, warnings: distinct(warnings) };
}
