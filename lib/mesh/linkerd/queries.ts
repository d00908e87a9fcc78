import type { GraphView } from '@/lib/domain/model';
import {
  countBy,
  extracted,
  histogramQuantile,
  labelled,
  or,
  rate,
  relabelled,
  selector,
  sumBy,
  withoutPartner,
  type Matcher,
  type PromQl,
} from '@/lib/domain/promql';
import type { NamedQuery, TelemetryRequest } from '@/lib/mesh/adapter';
import {
  ACCEPTED,
  ANY_DIRECTION,
  APP_LABELS,
  CALLED_INSIDE,
  CALLED_OUTSIDE,
  CALLED_SERVICE,
  CALLED_WORKLOAD,
  CONNECTIONS,
  DIALLED,
  FACTS,
  FROM_OUTSIDE,
  INBOUND,
  LATENCIES,
  NOT_ITS_OWN,
  ONE_PROXY,
  OUTBOUND,
  READ_BYTES,
  REQUESTS,
  RESPONSES,
  ROUTE_METRICS,
  SCRAPED,
  WORKLOAD_KINDS,
  WRITTEN_BYTES,
} from '@/lib/mesh/linkerd/metric-labels';
import { routedQuantile, routedRequests, type Routed } from '@/lib/mesh/linkerd/routed';

/** The quantiles of the model, by the key of their query. */
export const QUANTILES = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;
export type QuantileKey = keyof typeof QUANTILES;

/** Labels that we add: the app of the scraped pod, the way of bytes, the generation of a histogram. */
export const CALLER_APP = 'caller_app';
export const WAY = 'way';
export const GENERATION = 'generation';

const BACKEND = ['backend_namespace', 'backend_name'];

/** Whether any proxy reports anything. */
export function presence(offsetSeconds: number): PromQl {
  return or(
    selector(RESPONSES, [ANY_DIRECTION], offsetSeconds),
    selector(CONNECTIONS, [ANY_DIRECTION], offsetSeconds),
    selector(ROUTE_METRICS.http.statuses, [], offsetSeconds),
    selector(ROUTE_METRICS.grpc.statuses, [], offsetSeconds),
  );
}

/**
 * The eight queries that the graph is made of, whatever the namespaces. Calls are told by the client's proxy,
 * which alone knows both ends; those of clients without one by the server's.
 */
export function telemetryQueries({ windowSeconds, view }: TelemetryRequest): NamedQuery[] {
  return [
    { key: 'requests', promql: requests(windowSeconds) },
    {
      key: 'routed',
      promql: routedRequests([...SCRAPED, ...FACTS, ...BACKEND], everyRoute(windowSeconds)),
    },
    ...Object.entries(QUANTILES).map(([key, quantile]) => ({
      key,
      promql: latencies(quantile, view, windowSeconds),
    })),
    { key: 'tcpBytes', promql: tcpBytes(windowSeconds) },
    { key: 'tcpConnections', promql: tcpConnections(windowSeconds) },
    { key: 'bounds', promql: bounds() },
  ];
}

/** Clients' calls, and everything that servers took in: of the latter, encrypted calls only name the pods. */
function requests(windowSeconds: number): PromQl {
  const outcome = ['direction', 'tls', 'authority', 'status_code', 'classification', 'grpc_status'];
  const ends = [...SCRAPED, ...FACTS];
  const called = [...CALLED_WORKLOAD, 'dst_service'];
  return or(
    sumBy([...outcome, ...ends, ...called], rate(RESPONSES, [OUTBOUND], windowSeconds)),
    sumBy([...outcome, ...ends], rate(RESPONSES, [INBOUND, ...NOT_ITS_OWN], windowSeconds)),
  );
}

/**
 * A quantile by edge, in milliseconds. What each edge of the view consists of is added up before, so that no
 * edge has two quantiles to merge.
 */
function latencies(quantile: number, view: GraphView, windowSeconds: number): PromQl {
  const of = (by: readonly string[], matchers: readonly Matcher[]) =>
    histogramQuantile(
      quantile,
      byCaller(view, ['le', 'direction', ...by], rate(LATENCIES, matchers, windowSeconds)),
    );
  const called = view === 'service' ? CALLED_SERVICE : CALLED_WORKLOAD;
  const routed = routedQuantile(
    quantile,
    (buckets) => byCaller(view, ['le', ...BACKEND], buckets),
    everyRoute(windowSeconds),
  );
  return or(
    of(called, [OUTBOUND, CALLED_INSIDE]),
    of(['authority'], [OUTBOUND, CALLED_OUTSIDE]),
    of([], [INBOUND, FROM_OUTSIDE, ...NOT_ITS_OWN]),
    routed,
  );
}

function everyRoute(windowSeconds: number): Routed {
  return { windowSeconds, series: (metric, matchers) => rate(metric, matchers, windowSeconds) };
}

/** Sums by the scraped workload or, where the view folds workloads, by its app. */
function byCaller(view: GraphView, by: readonly string[], series: PromQl): PromQl {
  const byWorkload = sumBy([...by, ...SCRAPED, ...(view === 'workload' ? [] : APP_LABELS)], series);
  if (view === 'workload') return byWorkload;
  // Later ones win: the labels of an app over the name of the workload, the strongest of each last.
  const named = [...APP_LABELS, ...WORKLOAD_KINDS]
    .toReversed()
    .reduce((of, label) => extracted(of, CALLER_APP, label, '(.+)'), byWorkload);
  return sumBy([...by, 'namespace', CALLER_APP], named);
}

/** Both ways of connections that carried no HTTP: bytes of those that did are counted here too. */
function tcpBytes(windowSeconds: number): PromQl {
  const way = (name: string, dialled: string, accepted: string) =>
    labelled(tcp(dialled, accepted, ['tls'], windowSeconds), WAY, name);
  return or(way('request', WRITTEN_BYTES, READ_BYTES), way('response', READ_BYTES, WRITTEN_BYTES));
}

function tcpConnections(windowSeconds: number): PromQl {
  return tcp(CONNECTIONS, CONNECTIONS, ['tls'], windowSeconds);
}

/**
 * A counter of connections as clients have it and, for clients without a proxy, as servers do.
 *
 * @param dialled Its name at the client, @param accepted at the server: what one writes the other reads.
 */
function tcp(
  dialled: string,
  accepted: string,
  by: readonly string[],
  windowSeconds: number,
): PromQl {
  const ends = ['direction', ...SCRAPED, ...FACTS, ...by];
  return or(
    sumBy(
      [...ends, 'authority', ...CALLED_WORKLOAD, 'dst_service'],
      withoutHttp(rate(dialled, DIALLED, windowSeconds), OUTBOUND),
    ),
    sumBy(
      ends,
      withoutHttp(
        rate(accepted, [...ACCEPTED, FROM_OUTSIDE, ...NOT_ITS_OWN], windowSeconds),
        INBOUND,
      ),
    ),
  );
}

/** Of connections, those to (or at) an address with which no request was ever counted. */
export function withoutHttp(series: PromQl, direction: Matcher): PromQl {
  const requests = selector(REQUESTS, [direction]);
  const byAddress = withoutPartner([...ONE_PROXY, 'target_addr'], series, requests);
  // Proxies of the newer generation alone count requests by backend only.
  const routed = or(selector(ROUTE_METRICS.http.statuses), selector(ROUTE_METRICS.grpc.statuses));
  const backends = relabelled(
    relabelled(withoutPartner(ONE_PROXY, routed, requests), 'dst_service', 'backend_name'),
    'dst_namespace',
    'backend_namespace',
  );
  return withoutPartner([...ONE_PROXY, ...CALLED_SERVICE], byAddress, backends);
}

function bounds(): PromQl {
  const of = (generation: string, metric: string) =>
    labelled(countBy(['le'], selector(metric)), GENERATION, generation);
  return or(
    of('endpoint', LATENCIES),
    of('route', ROUTE_METRICS.http.latencies),
    of('route', ROUTE_METRICS.grpc.latencies),
  );
}
