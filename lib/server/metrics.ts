import 'server-only';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { UpstreamCall } from '@/lib/upstream/options';

export type CacheResult = 'hit' | 'miss' | 'joined' | 'stale';

/** How an attempt to change something ended; `failed`: the API server did not say, so it may have been written. */
export type WriteOutcome = 'applied' | 'dry-run' | 'refused' | 'conflict' | 'failed';

/** What Alidade tells of itself at `/metrics`. Label values are few: no names of people or things. */
export interface Metrics {
  request(route: string, method: string, status: number, seconds: number): void;
  readonly upstreamCall: (call: UpstreamCall) => void;
  cache(name: string, result: CacheResult): void;
  write(outcome: WriteOutcome): void;
  queriesInFlight(change: 1 | -1): void;
  /** The exposition and its content type. */
  expose(): Promise<{ readonly text: string; readonly contentType: string }>;
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Creates the registry. One a process; tests make their own. */
export function createMetrics({ withProcess = true } = {}): Metrics {
  const registry = new Registry();
  const registers = [registry];
  if (withProcess) collectDefaultMetrics({ register: registry });

  const requests = new Histogram({
    name: 'alidade_http_request_duration_seconds',
    help: 'Requests to this console by route pattern, method and status',
    labelNames: ['route', 'method', 'status'],
    buckets: SECONDS,
    registers,
  });
  const upstream = new Histogram({
    name: 'alidade_upstream_call_duration_seconds',
    help: 'Calls to Prometheus, the tracing store and the Kubernetes API by how they ended',
    labelNames: ['upstream', 'outcome'],
    buckets: SECONDS,
    registers,
  });
  const cache = new Counter({
    name: 'alidade_cache_requests_total',
    help: 'Reads of our caches; joined means that the work was under way already',
    labelNames: ['cache', 'result'],
    registers,
  });
  const writes = new Counter({
    name: 'alidade_writes_total',
    help: 'Attempts to change a cluster and dry runs of them, by outcome',
    labelNames: ['outcome'],
    registers,
  });
  const inFlight = new Gauge({
    name: 'alidade_prometheus_queries_in_flight',
    help: 'Queries to Prometheus that are waiting for their turn or their answer',
    registers,
  });

  return {
    request: (route, method, status, seconds) =>
      requests.observe({ route, method, status: String(status) }, seconds),
    upstreamCall: ({ upstream: name, outcome, seconds }) =>
      upstream.observe({ upstream: name, outcome }, seconds),
    cache: (name, result) => cache.inc({ cache: name, result }),
    write: (outcome) => writes.inc({ outcome }),
    queriesInFlight: (change) => inFlight.inc(change),
    expose: async () => ({ text: await registry.metrics(), contentType: registry.contentType }),
  };
}
