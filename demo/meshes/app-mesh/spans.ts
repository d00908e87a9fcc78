import type { HopFacts, SpanStyle } from '../../tracing/span-style';
import { errorTags, requestTags } from '../envoy/spans';
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
    ...requestTags(request, hop, { authority: hop.host, cluster: upstreamCluster(hop) }),
    ...(hop.isGrpc ? [['grpc.status_code', hop.grpcStatus ?? '0'] as const] : []),
    ...errorTags(hop),
  ],
};

/** A router's route leads to the VirtualNode that the story's subset names. */
function upstreamCluster({ side, host, port, subset, isGrpc }: HopFacts): string {
  const [service = host, namespace = ''] = host.split('.');
  const node = awsName(subset === '' ? service : subset, namespace);
  const direction = side === 'client' ? 'egress' : 'ingress';
  return `cds_${direction}_${MESH_NAME}_${node}_${isGrpc ? 'grpc' : 'http'}_${String(port)}`;
}
