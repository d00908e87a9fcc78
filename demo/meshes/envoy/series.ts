import { seenBySource, whenBusy, type Flow } from '../../model/flow';
import { meanOf, shareBelow, type Lognormal } from '../../model/lognormal';
import { remembered, type Metrics } from '../../model/metrics';
import { summedSeries } from '../../model/summed-series';
import { TideSeries, type PerRequest } from '../../model/tide-series';
import type { DemoSeries, DemoWorkload } from '../../model/types';
import { ejectionsAt } from './ejections';
import { HISTOGRAM_BOUNDS } from '../istio/series';
import { proxyLabels, reportsOf, type Report } from './reports';
import type { EnvoyWords } from './words';

/** How much one report adds to a counter, and under which further labels; null when it adds nothing. */
type Growth = (report: Report) => {
  readonly each: PerRequest;
  readonly labels?: Readonly<Record<string, string>>;
  readonly type?: 'histogram';
} | null;

const always = (amount: number) => ({ each: { calm: amount, busy: amount } });

const isCluster = ({ at }: Report) => at === 'outbound' || at === 'inbound';

/** Envoy gave the answer itself, before any server could. */
function isOwnAnswer({ flow, outcome }: Report): boolean {
  return flow.target === null && outcome !== null && outcome.flags !== '-';
}

/** The code as Envoy counts it: a gRPC caller gets its own refusals under 200, but they count as 503. */
function codeOf(report: Report): string | null {
  const { outcome } = report;
  if (outcome === null) return null;
  return isOwnAnswer(report) && outcome.code === '200' ? '503' : outcome.code;
}

const responses: Growth = (report) => {
  const code = isCluster(report) ? codeOf(report) : null;
  return code === null ? null : { ...always(1), labels: { envoy_response_code: code } };
};

const classes =
  (at: (report: Report) => boolean): Growth =>
  (report) => {
    const code = at(report) ? codeOf(report) : null;
    if (code === null) return null;
    return { ...always(1), labels: { envoy_response_code_class: code.charAt(0) } };
  };

const completed =
  (at: (report: Report) => boolean): Growth =>
  (report) =>
    at(report) && report.outcome !== null ? always(1) : null;

/** The distribution of times that a report is about; none of answers that Envoy gave itself. */
function timesOf(report: Report): { readonly calm: Lognormal; readonly busy: Lognormal } | null {
  const { outcome, at } = report;
  if (outcome === null || isOwnAnswer(report)) return null;
  const seen = (times: Lognormal) => (at === 'outbound' ? seenBySource(times) : times);
  return { calm: seen(outcome.latency), busy: seen(whenBusy(outcome.latency)) };
}

const bucket =
  (at: (report: Report) => boolean, bound: number): Growth =>
  (report) => {
    const times = at(report) ? timesOf(report) : null;
    if (times === null) return null;
    const le = bound === Infinity ? '+Inf' : bound.toString();
    const each = { calm: shareBelow(times.calm, bound), busy: shareBelow(times.busy, bound) };
    return { each, labels: { le }, type: 'histogram' };
  };

const times =
  (at: (report: Report) => boolean, of: (times: Lognormal) => number): Growth =>
  (report) => {
    const found = at(report) ? timesOf(report) : null;
    if (found === null) return null;
    return { each: { calm: of(found.calm), busy: of(found.busy) }, type: 'histogram' };
  };

/** @param flags The response flags that such a failure is logged with. */
const failure =
  (...flags: readonly string[]): Growth =>
  (report) => {
    const isSuch = flags.includes(report.outcome?.flags ?? '');
    return report.at === 'outbound' && isOwnAnswer(report) && isSuch ? always(1) : null;
  };

const bytes =
  (at: (report: Report) => boolean, of: (flow: Flow) => number): Growth =>
  (report) =>
    at(report) && !isOwnAnswer(report) ? always(of(report.flow)) : null;

const handshakes: Growth = (report) => (report.isTls && !isOwnAnswer(report) ? always(1) : null);

/** Streams at one end of a call. The server's cluster has no dots in its name, so that its labels say the rest. */
const grpc =
  (at: Report['at'], service: string | undefined, of: (status: string) => boolean): Growth =>
  (report) => {
    const { outcome, flow } = report;
    const status = report.at === at ? outcome?.grpcStatus : undefined;
    if (status === undefined || !of(status)) return null;
    if (service !== undefined) return flow.service.name === service ? always(1) : null;
    const labels = {
      envoy_grpc_bridge_service: flow.service.name,
      envoy_grpc_bridge_method: GRPC_METHOD,
    };
    return { ...always(1), labels };
  };

const GRPC_METHOD = 'Call';

const isHttpListener = ({ at }: Report) => at === 'http';
const isTcpListener = ({ at }: Report) => at === 'tcp';
const requestBytes = ({ requestBytes: size }: Flow) => size;
const responseBytes = ({ responseBytes: size }: Flow) => size;

const CLUSTER: Readonly<Record<string, Growth | readonly Growth[]>> = {
  envoy_cluster_upstream_rq: responses,
  envoy_cluster_upstream_rq_xx: classes(isCluster),
  envoy_cluster_upstream_rq_completed: completed(isCluster),
  envoy_cluster_upstream_rq_total: (report) => (isCluster(report) ? always(1) : null),
  envoy_cluster_upstream_rq_time_bucket: HISTOGRAM_BOUNDS.map((bound) => bucket(isCluster, bound)),
  envoy_cluster_upstream_rq_time_sum: times(isCluster, meanOf),
  envoy_cluster_upstream_rq_time_count: times(isCluster, () => 1),
  envoy_cluster_upstream_rq_retry: failure('URX'),
  envoy_cluster_upstream_rq_timeout: failure('UT'),
  envoy_cluster_upstream_rq_pending_overflow: failure('UO'),
  envoy_cluster_upstream_rq_pending_failure_eject: failure('UF'),
  envoy_cluster_upstream_cx_connect_fail: failure('UF'),
  // Where Istio knows no cluster (NC), these meshes have one without instances.
  envoy_cluster_upstream_cx_none_healthy: failure('UH', 'NC'),
  envoy_cluster_upstream_cx_total: bytes(isCluster, () => 1),
  envoy_cluster_upstream_cx_tx_bytes_total: bytes(isCluster, requestBytes),
  envoy_cluster_upstream_cx_rx_bytes_total: bytes(isCluster, responseBytes),
  envoy_cluster_ssl_handshake: handshakes,
};

const GRPC_COUNTERS: Readonly<Record<string, (status: string) => boolean>> = {
  success: (status) => status === '0',
  failure: (status) => status !== '0',
  total: () => true,
  ...Object.fromEntries(
    Array.from({ length: 17 }, (_, i) => String(i)).map((status) => [
      status,
      (own: string) => own === status,
    ]),
  ),
};

function grpcMetrics(services: readonly string[]): Readonly<Record<string, Growth>> {
  if (services.length === 0) return {};
  const counters = Object.entries(GRPC_COUNTERS);
  return Object.fromEntries<Growth>([
    ...counters.map(
      ([name, of]) => [`envoy_cluster_grpc_${name}`, grpc('inbound', undefined, of)] as const,
    ),
    ...services.flatMap((service) =>
      counters.map(
        ([name, of]) =>
          [
            `envoy_cluster_grpc_${service}_${GRPC_METHOD}_${name}`,
            grpc('outbound', service, of),
          ] as const,
      ),
    ),
  ]);
}

const LISTENERS: Readonly<Record<string, Growth | readonly Growth[]>> = {
  envoy_http_downstream_rq_xx: classes(isHttpListener),
  envoy_http_downstream_rq_completed: completed(isHttpListener),
  envoy_http_downstream_rq_time_bucket: HISTOGRAM_BOUNDS.map((bound) =>
    bucket(isHttpListener, bound),
  ),
  envoy_http_downstream_rq_time_sum: times(isHttpListener, meanOf),
  envoy_http_downstream_rq_time_count: times(isHttpListener, () => 1),
  envoy_tcp_downstream_cx_total: bytes(isTcpListener, () => 1),
  envoy_tcp_downstream_cx_rx_bytes_total: bytes(isTcpListener, requestBytes),
  envoy_tcp_downstream_cx_tx_bytes_total: bytes(isTcpListener, responseBytes),
};

/** Everything that the Envoys of a mesh count, by the name that Prometheus gives it. */
export function envoyMetrics(words: EnvoyWords, workloads: readonly DemoWorkload[]): Metrics {
  const makers = { ...CLUSTER, ...grpcMetrics(words.grpcServices), ...LISTENERS };
  const reports = remembered((flows: readonly Flow[]) => reportsOf(words, flows));
  const ofRequests = Object.fromEntries(
    Object.entries(makers).map(([name, growth]) => [
      name,
      (flows: readonly Flow[]) =>
        summedSeries(reports(flows).flatMap((report) => seriesOf(name, report, [growth].flat()))),
    ]),
  );
  return {
    ...ofRequests,
    envoy_cluster_outlier_detection_ejections_active: (flows) => ejections(reports(flows)),
    envoy_server_live: () => liveProxies(words, workloads),
  };
}

/** One gauge a cluster: those with a server that fails some requests leave it alone now and then. */
function ejections(reports: readonly Report[]): DemoSeries[] {
  const clusters = new Map<string, { readonly labels: Report['labels']; fails: boolean }>();
  for (const { at, labels, flow, outcome } of reports) {
    if (at !== 'outbound') continue;
    const key = JSON.stringify(labels);
    const fails = flow.target !== null && outcome?.code.startsWith('5') === true;
    const known = clusters.get(key);
    if (known === undefined) clusters.set(key, { labels, fails });
    else known.fails ||= fails;
  }
  return [...clusters.values()].map(({ labels, fails }) => ({
    name: 'envoy_cluster_outlier_detection_ejections_active',
    labels,
    type: 'gauge',
    valueAt: fails ? ejectionsAt : () => 0,
  }));
}

/** Every proxy says that it lives, whether it has anything to do or not. */
function liveProxies(words: EnvoyWords, workloads: readonly DemoWorkload[]): DemoSeries[] {
  return workloads
    .filter(({ mesh }) => mesh === words.mesh)
    .flatMap((workload) =>
      workload.pods.map((pod): DemoSeries => ({
        name: 'envoy_server_live',
        labels: proxyLabels(words, workload, pod),
        type: 'gauge',
        valueAt: () => 1,
      })),
    );
}

function seriesOf(name: string, report: Report, growths: readonly Growth[]): DemoSeries[] {
  return growths.flatMap((growth) => {
    const found = growth(report);
    if (found === null) return [];
    const { each, labels = {}, type = 'counter' } = found;
    return [
      new TideSeries({
        name,
        labels: { ...report.labels, ...labels },
        type,
        tides: [report.flow.tide],
        each: { calm: each.calm * report.share, busy: each.busy * report.share },
      }),
    ];
  });
}
