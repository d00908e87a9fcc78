import { isGateway } from '../../model/gateways';
import type { HopFacts, PodFacts, RequestFacts, SpanStyle } from '../../tracing/span-style';
import type { Tag } from '../../tracing/types';
import { errorTags, requestTags } from '../envoy/spans';

/** The spans of Envoy as Istio sets it up. */
export const ISTIO_SPANS: SpanStyle = {
  beginsTraces: true,
  reporter: ({ workload: { app, namespace }, pod, ip }) => ({
    service: `${app}.${namespace}`,
    process: [
      ['ip', ip],
      ['hostname', pod],
    ],
  }),
  // A route is called after its VirtualService when that has several destinations.
  operation: ({ weightedBy, host, port }) => `${weightedBy ?? host}:${String(port)}/*`,
  tags: proxyTags,
};

type Role = 'router' | 'sidecar' | 'waypoint';

function identityOf({ workload, pod, ip }: PodFacts, role: Role): readonly Tag[] {
  const { namespace, app, version } = workload;
  return [
    ['component', 'proxy'],
    ['node_id', `${role}~${ip}~${pod}.${namespace}~${namespace}.svc.cluster.local`],
    ['istio.canonical_service', app],
    ['istio.canonical_revision', version],
    ['istio.namespace', namespace],
    ['istio.mesh_id', 'cluster.local'],
    ['istio.cluster_id', 'Kubernetes'],
    ['downstream_cluster', '-'],
  ];
}

function proxyTags(pod: PodFacts, request: RequestFacts, hop: HopFacts): readonly Tag[] {
  const role = isGateway(pod.workload) ? 'router' : 'sidecar';
  return tagsOfProxy(pod, request, hop, { role, cluster: upstreamCluster(hop) });
}

interface ProxyWords {
  readonly role: Role;
  /** The cluster that the hop went to. */
  readonly cluster: string;
}

/** The tags of a span that a proxy of Istio's writes, whatever its place. */
export function tagsOfProxy(
  pod: PodFacts,
  request: RequestFacts,
  hop: HopFacts,
  { role, cluster }: ProxyWords,
): readonly Tag[] {
  const authority = `${hop.host}:${String(hop.port)}`;
  return [
    ...identityOf(pod, role),
    ...requestTags(request, hop, { authority, cluster }),
    ...grpcTags(hop),
    ...retryTags(hop),
    ...errorTags(hop),
  ];
}

function upstreamCluster({ side, port, subset, host }: HopFacts): string {
  return side === 'client'
    ? `outbound|${String(port)}|${subset}|${host}`
    : `inbound|${String(port)}||`;
}

function grpcTags({ isGrpc, path, grpcStatus, host, port }: HopFacts): readonly Tag[] {
  if (!isGrpc) return [];
  return [
    ['grpc.path', path],
    ['grpc.authority', `${host}:${String(port)}`],
    ['grpc.content_type', 'application/grpc'],
    ['grpc.status_code', grpcStatus ?? '0'],
  ];
}

function retryTags({ retries = 0 }: HopFacts): readonly Tag[] {
  return retries > 0 ? [['retry.count', String(retries)]] : [];
}
