import { placeOf } from '../../model/place';
import { seedOf } from '../../model/random';
import type { DemoWorkload } from '../../model/types';
import { crossesWaypoint, WAYPOINT } from '../../model/waypoints';
import type { HopFacts, PodFacts, RequestFacts, SpanStyle } from '../../tracing/span-style';
import type { Tag } from '../../tracing/types';
import { ISTIO_SPANS, tagsOfProxy } from '../istio/spans';
import { WAYPOINT_PODS } from './place';

/** ztunnel writes no spans. A waypoint writes one for both ends, under its own name and with the names of these. */
export const AMBIENT_SPANS: SpanStyle = {
  ...ISTIO_SPANS,
  reporter: (pod) => ISTIO_SPANS.reporter(waypointOf(pod)),
  application: ISTIO_SPANS.reporter,
  writes: ({ side, caller, service }) =>
    side === 'server' && crossesWaypoint({ source: caller ?? null, service }),
  tags: waypointTags,
};

/** The waypoint's pod through which the requests to a pod go: always the same one. */
function waypointOf({ workload, pod }: PodFacts): PodFacts {
  const at = seedOf(pod, 0) % WAYPOINT_PODS.length;
  const own = WAYPOINT_PODS[at] ?? '';
  const { ip } = placeOf(workload.namespace, own);
  return { workload: { ...workload, name: WAYPOINT, app: WAYPOINT }, pod: own, ip };
}

function waypointTags(pod: PodFacts, request: RequestFacts, hop: HopFacts): readonly Tag[] {
  const { host, port, isGrpc, caller } = hop;
  const cluster = `inbound-vip|${String(port)}|${isGrpc ? 'grpc' : 'http'}|${host}`;
  return [
    ...tagsOfProxy(waypointOf(pod), request, hop, { role: 'waypoint', cluster }),
    ...(caller === undefined ? [] : endTags('source', caller)),
    ...endTags('destination', pod.workload),
  ];
}

function endTags(
  side: 'source' | 'destination',
  { namespace, name, app, version }: DemoWorkload,
): readonly Tag[] {
  const of = (tag: string) => `istio.${side}_${tag}`;
  return [
    [of('workload'), name],
    [of('namespace'), namespace],
    [of('workload_type'), 'deployment'],
    [of('cluster_id'), 'Kubernetes'],
    [of('canonical_service'), app],
    [of('canonical_revision'), version],
    [of('app'), app],
    [of('app_version'), version],
  ];
}
