import type { HopFacts, PodFacts, SpanStyle } from '../../tracing/span-style';
import type { Tag } from '../../tracing/types';
import { errorTags, requestTags } from '../envoy/spans';
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
    ...requestTags(request, hop, { authority: hop.host, cluster: upstreamCluster(hop) }),
    ...grpcTags(hop),
    ...errorTags(hop),
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
