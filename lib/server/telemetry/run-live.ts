import 'server-only';
import type { NamedQuery } from '@/lib/mesh/adapter';
import type { Answer } from '@/lib/server/cache/answer-cache';
import type { Runtime } from '@/lib/server/runtime';
import { runQueries, type QueryRun } from '@/lib/server/telemetry/run-queries';
import { gridMs } from '@/lib/server/telemetry/telemetry';
import type { PrometheusClient } from '@/lib/upstream/prometheus/client';

interface LiveQueries {
  /** The same for equal queries. */
  readonly key: string;
  readonly queries: readonly NamedQuery[];
  /** The window of the figures, which says how often they are asked for. */
  readonly windowSeconds: number;
}

/**
 * Runs queries for the present, once for all viewers: for a moment on the grid of their window.
 *
 * @throws UpstreamError when all of them fail and there is no older answer.
 */
export function runLive(
  { caches, dataNow }: Pick<Runtime, 'caches' | 'dataNow'>,
  prometheus: PrometheusClient,
  { key, queries, windowSeconds }: LiveQueries,
  signal: AbortSignal,
): Promise<Answer<QueryRun>> {
  const grid = gridMs(windowSeconds);
  return caches.queries.get(key, grid, signal, (shared) =>
    runQueries(prometheus, queries, Math.floor(dataNow() / grid) * grid, shared),
  );
}
