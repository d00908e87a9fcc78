import 'server-only';
import type { Warning } from '@/lib/contract/common';
import type { VectorSample } from '@/lib/domain/samples';
import { epochMs } from '@/lib/domain/units';
import type { NamedQuery, QueryAnswers } from '@/lib/mesh/adapter';
import { sayUpstreamFailure } from '@/lib/server/problem';
import { UpstreamError } from '@/lib/upstream/error';
import type { PrometheusClient } from '@/lib/upstream/prometheus/client';

export interface QueryRun {
  /** Without the keys whose query failed. */
  readonly answers: QueryAnswers;
  readonly failedKeys: readonly string[];
  readonly warnings: readonly Warning[];
}

/**
 * Sends queries in parallel for one moment. One that fails leaves the others alone.
 *
 * @throws UpstreamError when all of them fail; the signal's reason when it fires.
 */
export async function runQueries(
  prometheus: PrometheusClient,
  queries: readonly NamedQuery[],
  atMs: number,
  signal: AbortSignal,
): Promise<QueryRun> {
  const outcomes = await Promise.allSettled(
    queries.map(({ promql }) => prometheus.instant(promql, epochMs(atMs), signal)),
  );
  signal.throwIfAborted();
  const answers = new Map<string, readonly VectorSample[]>();
  const failures: { readonly key: string; readonly error: UpstreamError }[] = [];
  const warnings: Warning[] = [];
  for (const [index, outcome] of outcomes.entries()) {
    const key = queries[index]?.key ?? '';
    if (outcome.status === 'fulfilled') {
      answers.set(key, outcome.value.samples);
      warnings.push(...outcome.value.warnings.map(prometheusWarning));
    } else if (outcome.reason instanceof UpstreamError) {
      failures.push({ key, error: outcome.reason });
    } else {
      throw outcome.reason;
    }
  }
  const [first] = failures;
  if (first !== undefined && answers.size === 0) throw first.error;
  warnings.push(...failures.map(({ key, error }) => failedQueryWarning(key, error)));
  return { answers, failedKeys: failures.map(({ key }) => key), warnings: distinct(warnings) };
}

/** Something that Prometheus said about an answer; our own words around its text. */
export function prometheusWarning(text: string): Warning {
  return { code: 'prometheus-warning', message: `Prometheus: ${text.slice(0, 500)}` };
}

/** A query that failed, by the key of what it feeds. */
export function failedQueryWarning(key: string, error: UpstreamError): Warning {
  return { code: 'query-failed', message: `No figures for ${key}: ${sayUpstreamFailure(error)}` };
}

/** Drops repeated warnings. */
export function distinct(warnings: readonly Warning[]): Warning[] {
  return [
    ...new Map(warnings.map((warning) => [`${warning.code} ${warning.message}`, warning])).values(),
  ];
}
