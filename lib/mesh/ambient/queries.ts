import { countBy, or, selector, sumBy, type PromQl } from '@/lib/domain/promql';
import type { NamedQuery, TelemetryRequest } from '@/lib/mesh/adapter';
import { layerFour } from '@/lib/mesh/ambient/layer-four';
import {
  BY_WAYPOINT,
  DURATIONS,
  REQUESTS,
  TCP_CONNECTIONS,
  TCP_REQUEST_BYTES,
  TCP_RESPONSE_BYTES,
} from '@/lib/mesh/istio/metric-labels';
import { edgeLabelsOf, factsOf, requestQueries } from '@/lib/mesh/istio/queries';
import { BY_ZTUNNEL } from '@/lib/mesh/istio/ztunnel';

/** Whether a waypoint or ztunnel reports anything. */
export function presence(offsetSeconds: number): PromQl {
  return or(
    selector(REQUESTS, [BY_WAYPOINT], offsetSeconds),
    ...BY_ZTUNNEL.map((own) => selector(TCP_CONNECTIONS, own, offsetSeconds)),
  );
}

/** By these a row of ztunnel tells whether one of its ends is a waypoint, in every view. */
const WORKLOADS = [
  'source_workload',
  'source_workload_namespace',
  'destination_workload',
  'destination_workload_namespace',
];

/**
 * Eight queries: HTTP and gRPC as waypoints count them, connections and bytes as ztunnel does (and waypoints, for
 * TCP that goes through them). The bounds of buckets come with the pods of the waypoints, so that the hops to and
 * from these can be told from calls.
 */
export function telemetryQueries({ windowSeconds, view }: TelemetryRequest): NamedQuery[] {
  const tcp = (metric: string) => layerFour(metric, windowSeconds);
  const edge = [...new Set([...edgeLabelsOf(view), ...WORKLOADS])];
  const policy = [...new Set([...edge, ...factsOf(view), 'connection_security_policy'])];
  const bounds = selector(DURATIONS, [BY_WAYPOINT]);
  return [
    ...requestQueries({ windowSeconds, view }, BY_WAYPOINT),
    { key: 'tcpRequestBytes', promql: sumBy(policy, tcp(TCP_REQUEST_BYTES)) },
    { key: 'tcpResponseBytes', promql: sumBy(edge, tcp(TCP_RESPONSE_BYTES)) },
    { key: 'tcpConnections', promql: sumBy(policy, tcp(TCP_CONNECTIONS)) },
    { key: 'bounds', promql: countBy(['le', 'namespace', 'pod'], bounds) },
  ];
}
