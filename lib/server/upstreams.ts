import 'server-only';
import type { Config } from '@/lib/server/config/config';
import { pluginEnvironment } from '@/lib/server/env';
import type { Metrics } from '@/lib/server/metrics';
import { createKubernetesClient, type KubernetesClient } from '@/lib/upstream/kubernetes/client';
import { createOidcClient, type OidcClient } from '@/lib/upstream/oidc/client';
import { createPrometheusClient, type PrometheusClient } from '@/lib/upstream/prometheus/client';
import type { NoticeDate } from '@/lib/upstream/source-clocks';
import { createTracingClient, type TracingClient } from '@/lib/upstream/tracing/client';

/** One client each; null for what is not configured. */
export interface Upstreams {
  readonly prometheus: PrometheusClient | null;
  readonly tracing: TracingClient | null;
  /** Our own identity. For a person's, see `Identity`. */
  readonly kubernetes: KubernetesClient | null;
  /** Who signs people in; not null exactly with AUTH=oidc. */
  readonly issuer: OidcClient | null;
}

/**
 * Creates the clients that the configuration asks for. Their limits on what is in flight hold for the
 * process, so there must be one set of them.
 */
export function createUpstreams(
  config: Config,
  metrics: Metrics,
  noticeDate: NoticeDate,
): Upstreams {
  const observe = metrics.upstreamCall;
  const { prometheus, tracing, kubernetes, oidc } = config;
  return {
    prometheus:
      prometheus === null
        ? null
        : counted(
            createPrometheusClient({
              baseUrl: prometheus.url,
              tokenFile: prometheus.tokenFile,
              caFile: prometheus.caFile,
              observe,
              noticeDate,
            }),
            metrics,
          ),
    tracing:
      tracing === null
        ? null
        : createTracingClient({ baseUrl: tracing.url, kind: tracing.kind, observe, noticeDate }),
    kubernetes:
      kubernetes === null
        ? null
        : createKubernetesClient({
            ...kubernetes,
            environment: pluginEnvironment(),
            observe,
            noticeDate,
          }),
    issuer: oidc === null ? null : createOidcClient({ ...oidc, observe }),
  };
}

/** Counts the queries that are under way. */
function counted(client: PrometheusClient, metrics: Metrics): PrometheusClient {
  const count = async <T>(work: Promise<T>): Promise<T> => {
    metrics.queriesInFlight(1);
    try {
      return await work;
    } finally {
      metrics.queriesInFlight(-1);
    }
  };
  return {
    instant: (promql, at, signal) => count(client.instant(promql, at, signal)),
    range: (promql, range, signal) => count(client.range(promql, range, signal)),
    buildInfo: (signal) => client.buildInfo(signal),
    close: () => client.close(),
  };
}
