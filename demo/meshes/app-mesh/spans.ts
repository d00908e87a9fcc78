import { hopFailed, type HopFacts, type SpanStyle } from '../../tracing/span-style';
import { MESH_NAME } from './versions';
import { awsName } from './words';

/** The spans of Envoy as App Mesh sets it up, sent to a store other than X-Ray. */
export const APP_MESH_SPANS: SpanStyle = {
  beginsTraces: true,
  reporter: ({ workload, ip }) => ({
    service: awsName(workload.name, workload.namespace),
    process: [['ip', ip]],
  }),
  application: ({ workload, pod, ip }) => ({
    service: workload.app,
    process: [
      ['ip', ip],
      ['hostname', pod],
    ],
  }),
  operation: ({ side, host }) => (side === 'client' ? `egress ${host}` : `ingress ${host}`),
  tags: ({ workload }, request, hop) => [
    ['component', 'proxy'],
    ['node_id', `mesh/${MESH_NAME}/virtualNode/${awsName(workload.name, workload.namespace)}`],
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
    ...(hop.isGrpc ? [['grpc.status_code', hop.grpcStatus ?? '0'] as const] : []),
    ...(hopFailed(hop) ? [['error', 'true'] as const] : []),
  ],
};

/** A router's route leads to the VirtualNode that the story's subset names. */
function upstreamCluster({ side, host, port, subset, isGrpc }: HopFacts): string {
  const [service = host, namespace = ''] = host.split('.');
  const node = awsName(subset === '' ? service : subset, namespace);
  const direction = side === 'client' ? 'egress' : 'ingress';
  return `cds_${direction}_${MESH_NAME}_${node}_${isGrpc ? 'grpc' : 'http'}_${String(port)}`;
}
