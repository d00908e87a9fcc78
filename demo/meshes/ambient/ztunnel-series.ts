import type { Flow } from '../../model/flow';
import { placeOf, podShares } from '../../model/place';
import { remembered, type Metrics } from '../../model/metrics';
import { summedSeries } from '../../model/summed-series';
import { TideSeries } from '../../model/tide-series';
import type { DemoSeries, DemoWorkload } from '../../model/types';
import { crossesWaypoint } from '../../model/waypoints';
import { istioLabels } from '../istio/labels';
import { ztunnelScrape } from './place';

/** So many requests go over one connection before it is closed; of TCP, each is a connection of its own. */
export const REQUESTS_PER_CONNECTION = 20;
/** A connection lasts this long, so that closings lag behind openings. */
const CONNECTION_SECONDS = 30;

type Waypoints = ReadonlyMap<string, DemoWorkload>;

/** One leg of a flow's way, as the ztunnel at one of its ends tells of it. */
interface Leg {
  readonly flow: Flow;
  readonly reporter: 'source' | 'destination';
  readonly from: DemoWorkload | null;
  readonly to: DemoWorkload | null;
}

/**
 * The legs that ztunnel sees of a flow. On the way through a waypoint these are two: the client's ztunnel sees the
 * waypoint take the connection, the server's sees it come from there.
 */
function legsOf(flow: Flow, waypoints: Waypoints): readonly Leg[] {
  const { source, target, service } = flow;
  const waypoint = crossesWaypoint(flow) ? waypoints.get(service.namespace) : undefined;
  const to = waypoint ?? target;
  const from = waypoint ?? source;
  return [
    ...(source?.mesh === 'ambient' && to !== null
      ? [{ flow, reporter: 'source', from: source, to } as const]
      : []),
    ...(target?.mesh === 'ambient'
      ? [{ flow, reporter: 'destination', from, to: target } as const]
      : []),
  ];
}

interface Report extends Leg {
  readonly labels: Readonly<Record<string, string>>;
  /** The part of the flow's requests that it is about. */
  readonly share: number;
}

/** What each ztunnel reports of a leg: the one on the node of each pod that it is there for. */
function reportsOf({ flow, reporter, from, to }: Leg): readonly Report[] {
  const captured = reporter === 'source' ? from : to;
  if (captured === null) return [];
  const told = istioLabels({ ...flow, source: from, target: to }, reporter, null);
  const policy = isSecure({ flow, from, to }) ? 'mutual_tls' : 'unknown';
  const labels = { ...told, request_protocol: 'tcp', connection_security_policy: policy };
  const shares = podShares(captured.pods);
  return captured.pods.map((pod, i) => ({
    ...{ flow, reporter, from, to },
    labels: { ...labels, ...ztunnelScrape(placeOf(captured.namespace, pod).node) },
    share: shares[i] ?? 0,
  }));
}

/** The leg to a waypoint is under mutual TLS even if the request is lost there. */
function isSecure({ flow, from, to }: Pick<Leg, 'flow' | 'from' | 'to'>): boolean {
  return flow.isSecure || (from !== null && to !== flow.target);
}

type Amount = (flow: Flow) => number;

const connections: Amount = ({ service }) =>
  service.protocol === 'tcp' ? 1 : 1 / REQUESTS_PER_CONNECTION;

/** Received bytes go from client to server and sent bytes the other way, whoever reports them. */
const AMOUNTS: Readonly<Record<string, readonly [amount: Amount, lagSeconds: number]>> = {
  istio_tcp_connections_opened_total: [connections, 0],
  istio_tcp_connections_closed_total: [connections, CONNECTION_SECONDS],
  istio_tcp_received_bytes_total: [({ requestBytes }) => requestBytes, 0],
  istio_tcp_sent_bytes_total: [({ responseBytes }) => responseBytes, 0],
};

/** What ztunnel reports: connections and bytes, of requests too, which it does not know as such. */
export function ztunnelMetrics(waypoints: Waypoints): Metrics {
  const reports = remembered((flows: readonly Flow[]) =>
    flows.flatMap((flow) => legsOf(flow, waypoints)).flatMap(reportsOf),
  );
  return Object.fromEntries(
    Object.entries(AMOUNTS).map(([name, [amount, lagSeconds]]) => [
      name,
      (flows: readonly Flow[]): DemoSeries[] =>
        summedSeries(
          reports(flows).map(({ flow, labels, share }) => {
            const each = amount(flow) * share;
            const growth = { tides: [flow.tide], each: { calm: each, busy: each }, lagSeconds };
            return new TideSeries({ name, labels, type: 'counter', ...growth });
          }),
        ),
    ]),
  );
}
