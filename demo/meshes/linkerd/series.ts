import { whenBusy, type Flow } from '../../model/flow';
import type { Labels } from '../../model/labels';
import { meanOf, shareBelow, type Lognormal } from '../../model/lognormal';
import { remembered, type MakeMetrics, type Metrics } from '../../model/metrics';
import { createRandom, seedOf } from '../../model/random';
import { summedSeries } from '../../model/summed-series';
import { TideSeries, type PerRequest } from '../../model/tide-series';
import type { DemoSeries, DemoWorkload } from '../../model/types';
import { ownRequestLabels, scrapeLabels } from './series-labels';
import {
  connectionParts,
  endedParts,
  isHttp,
  isLost,
  requestParts,
  routedParts,
  type Ended,
  type Part,
} from './series-parts';

/** Milliseconds; of the older histograms. */
export const LATENCY_BOUNDS = [
  ...[1, 2, 3, 4, 5, 10, 20, 30, 40, 50, 100, 200, 300, 400, 500],
  ...[1_000, 2_000, 3_000, 4_000, 5_000, 10_000, 20_000, 30_000, 40_000, 50_000, Infinity],
] as const;

/** Seconds; of the newer histograms, by backend. */
export const ROUTE_BOUNDS = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 10, Infinity] as const;

/** HTTP keeps its connections open: this many are opened for a request. */
const CONNECTIONS_PER_REQUEST = 0.02;
/** A connection over TCP lasts this long, so that closings lag behind openings. */
const CONNECTION_SECONDS = 30;
const PROBES_PER_SECOND = 0.1;
const SCRAPES_PER_SECOND = 0.2;

type Growth = PerRequest & { readonly lagSeconds?: number };

function seriesOf(
  name: string,
  { flow, share, labels }: Part,
  type: 'counter' | 'histogram',
  { calm, busy, lagSeconds }: Growth,
): TideSeries {
  return new TideSeries({
    name,
    labels,
    type,
    tides: [flow.tide],
    each: { calm: calm * share, busy: busy * share },
    ...(lagSeconds !== undefined && { lagSeconds }),
  });
}

type PartsOf<P extends Part> = (flow: Flow) => readonly P[];
type Maker = (flows: readonly Flow[], name: string) => DemoSeries[];

function counter<P extends Part>(
  partsOf: PartsOf<P>,
  perRequest: (part: P) => number = () => 1,
  lagSeconds = 0,
): Maker {
  const all = remembered((flows: readonly Flow[]) => flows.flatMap(partsOf));
  return (flows, name) =>
    all(flows).map((part) => {
      const each = perRequest(part);
      return seriesOf(name, part, 'counter', { calm: each, busy: each, lagSeconds });
    });
}

/** The three metrics of a histogram. Labels of the outcome that it lacks are left out of its series. */
function histogram(
  base: string,
  partsOf: PartsOf<Ended>,
  bounds: readonly number[],
  unitMs: number,
  without: readonly string[],
): Readonly<Record<string, Maker>> {
  const all = remembered((flows: readonly Flow[]) =>
    flows.flatMap(partsOf).map((part) => ({ ...part, labels: omit(part.labels, without) })),
  );
  const make =
    (growthOf: (latency: Lognormal) => number): Maker =>
    (flows, name) =>
      all(flows).map((part) =>
        seriesOf(name, part, 'histogram', {
          calm: growthOf(part.latency),
          busy: growthOf(whenBusy(part.latency)),
        }),
      );
  return {
    [`${base}_bucket`]: (flows, name) =>
      all(flows).flatMap((part) =>
        bounds.map((bound) => {
          const le = bound === Infinity ? '+Inf' : String(bound);
          const limit = bound * unitMs;
          return seriesOf(name, { ...part, labels: { ...part.labels, le } }, 'histogram', {
            calm: shareBelow(part.latency, limit),
            busy: shareBelow(whenBusy(part.latency), limit),
          });
        }),
      ),
    [`${base}_count`]: make(() => 1),
    [`${base}_sum`]: make((latency) => meanOf(latency) / unitMs),
  };
}

function omit(labels: Labels, names: readonly string[]): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !names.includes(name)));
}

/** Bytes that a proxy reads from, or writes to, the other end of a connection. */
function bytes(way: 'read' | 'write') {
  return ({ flow, labels }: Part): number => {
    // A client writes requests to the server, and a server reads them from the client.
    const isRequest = (labels.peer === 'dst') === (way === 'write');
    return isRequest ? flow.requestBytes : flow.responseBytes;
  };
}

function connections({ flow }: Part): number {
  return isHttp(flow) ? CONNECTIONS_PER_REQUEST : 1;
}

const withoutLost = (flow: Flow): Ended[] => (isLost(flow) ? [] : routedParts(flow));
const ofProtocol =
  (partsOf: PartsOf<Ended>, protocol: 'http' | 'grpc'): PartsOf<Ended> =>
  (flow) =>
    flow.service.protocol === protocol ? partsOf(flow) : [];

function routeMetrics(protocol: 'http' | 'grpc'): Readonly<Record<string, Maker>> {
  const base = `outbound_${protocol}_route`;
  const all = ofProtocol(routedParts, protocol);
  const unlabelled = (flow: Flow) =>
    all(flow).map((part) => ({ ...part, labels: omit(part.labels, OUTCOME) }));
  return {
    [`${base}_backend_requests_total`]: counter(unlabelled),
    [`${base}_backend_response_statuses_total`]: counter(all),
    ...histogram(
      `${base}_backend_response_duration_seconds`,
      ofProtocol(withoutLost, protocol),
      ROUTE_BOUNDS,
      1000,
      OUTCOME,
    ),
  };
}

/** Of the requests by route, so many are tried once more, and so few of those in vain. */
const RETRIED = { requests: 0.03, limit_exceeded: 0.004, overflow: 0.001 } as const;

/** What retries by route come to, and how the requests of a route ended as their caller saw it. */
const RETRY_METRICS: Readonly<Record<string, Maker>> = {
  ...Object.fromEntries(
    Object.entries(RETRIED).map(([what, share]) => [
      `outbound_http_route_retry_${what}_total`,
      counter(ofRoute(['backend_']), ({ share: own }) => (own > 0 ? share : 0)),
    ]),
  ),
  outbound_http_route_request_statuses_total: counter(ofRoute(['backend_'], [])),
};

/** The parts of HTTP by route, without some of their labels. */
function ofRoute(
  prefixes: readonly string[],
  without: readonly string[] = ['http_status', 'error'],
) {
  return (flow: Flow): readonly Ended[] =>
    ofProtocol(
      routedParts,
      'http',
    )(flow).map((part) => ({
      ...part,
      labels: Object.fromEntries(
        Object.entries(omit(part.labels, without)).filter(
          ([name]) => !prefixes.some((prefix) => name.startsWith(prefix)),
        ),
      ),
    }));
}

const OUTCOME = ['http_status', 'grpc_status', 'error'];

/** What each proxy counts of itself, whoever calls: probes, scrapes. */
function ownRequests(workloads: readonly DemoWorkload[]): Maker {
  const rates = { probe: PROBES_PER_SECOND, scrape: SCRAPES_PER_SECOND } as const;
  return (_, name) =>
    workloads
      .filter(({ mesh }) => mesh === 'linkerd')
      .flatMap((workload) =>
        workload.pods.flatMap((pod) =>
          (['probe', 'scrape'] as const).map(
            (of) =>
              new TideSeries({
                name,
                labels: {
                  direction: 'inbound',
                  ...ownRequestLabels(workload, pod, of),
                  ...scrapeLabels(workload, pod),
                  ...(name === 'response_total' && {
                    status_code: '200',
                    classification: 'success',
                    grpc_status: '',
                    error: '',
                  }),
                },
                type: 'counter',
                tides: [],
                each: { calm: 0, busy: 0 },
                idlePerSecond: rates[of],
              }),
          ),
        ),
      );
}

const DAY_SECONDS = 86_400;
/** A proxy asks for a new certificate when this much of a day is left. */
const LEFT_AT_RENEWAL = 0.3;

/** Certificates live for a day, and each proxy renews its own at its own time. */
function certificates(workloads: readonly DemoWorkload[]): DemoSeries[] {
  return workloads
    .filter(({ mesh }) => mesh === 'linkerd')
    .flatMap((workload) =>
      workload.pods.map((pod): DemoSeries => {
        const span = DAY_SECONDS * (1 - LEFT_AT_RENEWAL);
        const phase = createRandom(seedOf(pod, 3))() * span;
        return {
          name: 'identity_cert_expiration_timestamp_seconds',
          labels: scrapeLabels(workload, pod),
          type: 'gauge',
          valueAt: (at) => Math.floor((at - phase) / span) * span + phase + DAY_SECONDS,
        };
      }),
    );
}

const both =
  (...makers: readonly Maker[]): Maker =>
  (flows, name) =>
    makers.flatMap((make) => make(flows, name));

/** What Linkerd's proxies report: the older metrics by endpoint, and the newer ones by route. */
export const linkerdMetrics: MakeMetrics = ({ workloads }) => {
  const own = ownRequests(workloads);
  const makers: Readonly<Record<string, Maker>> = {
    request_total: both(counter(requestParts), own),
    response_total: both(counter(endedParts), own),
    ...histogram('response_latency_ms', endedParts, LATENCY_BOUNDS, 1, [
      'classification',
      'grpc_status',
      'error',
    ]),
    tcp_open_total: counter(connectionParts, connections),
    tcp_close_total: counter(connectionParts, connections, CONNECTION_SECONDS),
    tcp_read_bytes_total: counter(connectionParts, bytes('read')),
    tcp_write_bytes_total: counter(connectionParts, bytes('write')),
    ...routeMetrics('http'),
    ...routeMetrics('grpc'),
    ...RETRY_METRICS,
  };
  const metrics: Metrics = Object.fromEntries(
    Object.entries(makers).map(([name, make]) => [
      name,
      (flows: readonly Flow[]) => summedSeries(make(flows, name)),
    ]),
  );
  return { ...metrics, identity_cert_expiration_timestamp_seconds: () => certificates(workloads) };
};
