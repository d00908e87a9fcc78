import { hopFailed, type HopFacts, type PodFacts, type SpanStyle } from '../../tracing/span-style';
import type { Tag } from '../../tracing/types';
import { clusterName } from './words';

/** The spans of Envoy as Consul sets it up: plain Envoy, under the name of the service. */
export const CONSUL_SPANS: SpanStyle = {
  beginsTraces: true,
  reporter: ({ workload, ip }) => ({ service: workload.service, process: [['ip', ip]] }),
  application: ({ workload, pod, ip }) => ({
    service: workload.service,
    process: [
      ['ip', ip],
      ['hostname', pod],
    ],
  }),
  operation: ({ side, host }) => (side === 'client' ? `egress ${host}` : `ingress ${host}`),
  tags: (pod, request, hop) => [
    ['component', 'proxy'],
    ['node_id', proxyId(pod)],
    ['downstream_cluster', '-'],
    ['guid:x-request-id', request.requestId],
    ['http.url', `http://${hop.host}${hop.path}`],
    ['http.method', hop.isGrpc ? 'POST' : 'GET'],
    ['http.protocol', hop.isGrpc ? 'HTTP/2' : 'HTTP/1.1'],
    ['http.status_code', hop.code],
    ['user_agent', request.userAgent],
    ['request_size', '0'],
    ['response_size', String(hop.responseBytes)],
    ['response_flags', hop.flags],
    ['peer.address', hop.peerAddress],
    ['upstream_cluster', upstreamCluster(hop)],
    ['upstream_cluster.name', upstreamCluster(hop)],
    ...grpcTags(hop),
    ...(hopFailed(hop) ? [['error', 'true'] as const] : []),
  ],
};

/** Consul registers a proxy under its pod and its service. */
function proxyId({ pod, workload }: PodFacts): string {
  return `${pod}-${workload.service}-sidecar-proxy`;
}

function upstreamCluster({ side, host, subset }: HopFacts): string {
  if (side === 'server') return 'local_app';
  const [service = host] = host.split('.');
  return clusterName(service, subset === '' ? undefined : subset);
}

function grpcTags({ isGrpc, path, grpcStatus }: HopFacts): readonly Tag[] {
  if (!isGrpc) return [];
  return [
    ['grpc.path', path],
    ['grpc.content_type', 'application/grpc'],
    ['grpc.status_code', grpcStatus ?? '0'],
  ];
}
