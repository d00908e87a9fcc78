import {
  seenBySource,
  sizeDistribution,
  whenBusy,
  type Flow,
  type Outcome,
} from '../../model/flow';
import { scrapeLabels, type Labels } from '../../model/labels';
import { remembered, type Metrics } from '../../model/metrics';
import { istioLabels, type Side } from './labels';
import { meanOf, shareBelow, type Lognormal } from '../../model/lognormal';
import { podShares } from '../../model/place';
import { summedSeries } from '../../model/summed-series';
import { TideSeries, type PerRequest } from '../../model/tide-series';
import type { DemoSeries, DemoWorkload } from '../../model/types';

/** Envoy's default bounds, which Istio uses for milliseconds and for bytes. */
export const HISTOGRAM_BOUNDS = [
  0.5,
  1,
  5,
  10,
  25,
  50,
  100,
  250,
  500,
  1000,
  2500,
  5000,
  10000,
  30000,
  60000,
  300000,
  600000,
  1800000,
  3600000,
  Infinity,
] as const;

/** A connection lasts this long, so that closings lag behind openings. */
const CONNECTION_SECONDS = 30;

/** What one pod's proxy reports of one flow and outcome. */
export interface Report {
  readonly flow: Flow;
  readonly reporter: Side;
  /** Null for TCP. */
  readonly outcome: Outcome | null;
  /** The part of the flow's requests that it is about. */
  readonly share: number;
  readonly labels: Labels;
}

/** The series of one name that a report gives, or none. */
type SeriesMaker = (report: Report, name: string) => DemoSeries[];

/** What the proxies of a workload's pods report of a flow: one report per pod and outcome. */
export function reportsBy(flow: Flow, reporter: Side, workload: DemoWorkload): Report[] {
  const shares = podShares(workload.pods);
  const outcomes = flow.service.protocol === 'tcp' ? [null] : flow.outcomes;
  return workload.pods.flatMap((pod, index) => {
    const scraped = scrapeLabels(workload, pod);
    return outcomes.map((outcome) => ({
      flow,
      reporter,
      outcome,
      share: (shares[index] ?? 0) * (outcome?.share ?? 1),
      labels: { ...istioLabels(flow, reporter, outcome), ...scraped },
    }));
  });
}

/** The reports of all sidecars on a flow: one per reporter, pod and outcome. */
export function reportsOf(flow: Flow): Report[] {
  const { source, target } = flow;
  return [
    ...(source?.mesh === 'istio' ? reportsBy(flow, 'source', source) : []),
    ...(target?.mesh === 'istio' ? reportsBy(flow, 'destination', target) : []),
  ];
}

interface Growth extends PerRequest {
  readonly type: 'counter' | 'histogram';
  readonly lagSeconds?: number;
}

function seriesOf(name: string, { flow, share }: Report, labels: Labels, growth: Growth) {
  return new TideSeries({
    name,
    labels,
    type: growth.type,
    tides: [flow.tide],
    each: { calm: growth.calm * share, busy: growth.busy * share },
    ...(growth.lagSeconds !== undefined && { lagSeconds: growth.lagSeconds }),
  });
}

/** The distribution that a histogram sees, calm and busy; null when the report does not feed it. */
type Shape = (report: Report) => { readonly calm: Lognormal; readonly busy: Lognormal } | null;

const durations: Shape = ({ outcome, reporter }) => {
  if (!outcome) return null;
  const seen = (latency: Lognormal) =>
    reporter === 'source' ? seenBySource(latency, outcome.heldBackMs) : latency;
  return { calm: seen(outcome.latency), busy: seen(whenBusy(outcome.latency)) };
};

function sizes(bytesOf: (flow: Flow) => number): Shape {
  return ({ flow, outcome }) => {
    if (!outcome) return null;
    const distribution = sizeDistribution(bytesOf(flow));
    return { calm: distribution, busy: distribution };
  };
}

function buckets(shape: Shape): SeriesMaker {
  return (report, name) => {
    const shapes = shape(report);
    if (!shapes) return [];
    return HISTOGRAM_BOUNDS.map((bound) => {
      const le = bound === Infinity ? '+Inf' : bound.toString();
      return seriesOf(
        name,
        report,
        { ...report.labels, le },
        {
          type: 'histogram',
          calm: shareBelow(shapes.calm, bound),
          busy: shareBelow(shapes.busy, bound),
        },
      );
    });
  };
}

function sums(shape: Shape): SeriesMaker {
  return (report, name) => {
    const shapes = shape(report);
    if (!shapes) return [];
    const growth = { calm: meanOf(shapes.calm), busy: meanOf(shapes.busy) };
    return [seriesOf(name, report, report.labels, { type: 'histogram', ...growth })];
  };
}

const counts: SeriesMaker = (report, name) =>
  report.outcome
    ? [seriesOf(name, report, report.labels, { type: 'histogram', calm: 1, busy: 1 })]
    : [];

function counter(
  isFed: (report: Report) => boolean,
  perRequest: (flow: Flow) => number,
  lagSeconds = 0,
): SeriesMaker {
  return (report, name) => {
    if (!isFed(report)) return [];
    const each = perRequest(report.flow);
    return [
      seriesOf(name, report, report.labels, {
        type: 'counter',
        calm: each,
        busy: each,
        lagSeconds,
      }),
    ];
  };
}

const isHttp = ({ outcome }: Report) => outcome !== null;
const isTcp = ({ outcome }: Report) => outcome === null;
const isGrpc = ({ flow }: Report) => flow.service.protocol === 'grpc';
const once = () => 1;

const requestBytes = (flow: Flow) => flow.requestBytes;
const responseBytes = (flow: Flow) => flow.responseBytes;

/**
 * Istio's standard metrics. Received bytes of TCP go from client to server and sent bytes the other
 * way, whoever reports them.
 */
const STANDARD: Readonly<Record<string, SeriesMaker>> = {
  istio_requests_total: counter(isHttp, once),
  istio_request_duration_milliseconds_bucket: buckets(durations),
  istio_request_duration_milliseconds_sum: sums(durations),
  istio_request_duration_milliseconds_count: counts,
  istio_request_bytes_sum: sums(sizes(requestBytes)),
  istio_request_bytes_count: counts,
  istio_response_bytes_sum: sums(sizes(responseBytes)),
  istio_response_bytes_count: counts,
  istio_request_messages_total: counter(isGrpc, once),
  istio_response_messages_total: counter(isGrpc, once),
  istio_tcp_connections_opened_total: counter(isTcp, once),
  istio_tcp_connections_closed_total: counter(isTcp, once, CONNECTION_SECONDS),
  istio_tcp_received_bytes_total: counter(isTcp, requestBytes),
  istio_tcp_sent_bytes_total: counter(isTcp, responseBytes),
};

const SIZE_BUCKETS: Readonly<Record<string, SeriesMaker>> = {
  istio_request_bytes_bucket: buckets(sizes(requestBytes)),
  istio_response_bytes_bucket: buckets(sizes(responseBytes)),
};

/** Reports with equal labels together: a proxy that does not know the other end counts several as one. */
function alike(reports: readonly Report[]): readonly (readonly Report[])[] {
  const groups = new Map<string, Report[]>();
  for (const report of reports) {
    const key = JSON.stringify(report.labels);
    const group = groups.get(key);
    if (group) group.push(report);
    else groups.set(key, [report]);
  }
  return [...groups.values()];
}

interface Options {
  readonly withSizeBuckets: boolean;
}

/** What sidecars report. */
export function istioMetrics(options: Options): Metrics {
  return standardMetrics(reportsOf, options);
}

/** Istio's metrics by name. Buckets of sizes are many, and little used: a large mesh has none. */
export function standardMetrics(
  reportsOn: (flow: Flow) => readonly Report[],
  { withSizeBuckets }: Options,
): Metrics {
  const makers = withSizeBuckets ? { ...STANDARD, ...SIZE_BUCKETS } : STANDARD;
  const reports = remembered((flows: readonly Flow[]) => alike(flows.flatMap(reportsOn)));
  return Object.fromEntries(
    Object.entries(makers).map(([name, make]) => [
      name,
      (flows: readonly Flow[]) =>
        reports(flows).flatMap((group) => {
          const series = group.flatMap((report) => make(report, name));
          return group.length > 1 ? summedSeries(series) : series;
        }),
    ]),
  );
}
