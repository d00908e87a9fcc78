import { continues, differs, extracted, like, relabelled } from '@/lib/domain/promql';
import { readCluster, readNodeName } from '@/lib/mesh/app-mesh/names';
import type { EnvoyVocabulary, Labels } from '@/lib/mesh/envoy/vocabulary';

const CLUSTER = 'envoy_cluster_name';
const MESH = 'appmesh_mesh';
const NODE = 'appmesh_virtual_node';
const GATEWAY = 'appmesh_virtual_gateway';

/** A label of ours in charts: the AWS name of the node that a cluster leads to. */
const CALLEE = 'callee';

const ENDING = '_(?:http|http2|grpc|tcp)_[0-9]+';
const EGRESS = like(CLUSTER, `cds_egress_.*${ENDING}`);

/**
 * AWS App Mesh: proxies say who they are where the controller runs with `stats.tagsEnabled=true`; whom they call
 * stands in the name of a cluster. Every version is a VirtualNode of its own, so that no part of a service has
 * to be told apart. Charts take a mesh whose name has no underscore, as names of Kubernetes have none.
 */
export const APP_MESH_VOCABULARY: EnvoyVocabulary = {
  mesh: 'app-mesh',
  proxies: {
    metric: 'envoy_server_live',
    matchers: [differs(MESH, '')],
    labels: [MESH, NODE, GATEWAY],
  },
  ownLabels: [MESH, NODE, GATEWAY],
  outbound: {
    matchers: [EGRESS, differs(MESH, '')],
    labels: [CLUSTER],
    join: {
      labels: [CALLEE],
      ofCalls: (calls) => extracted(calls, CALLEE, CLUSTER, `cds_egress_[^_]+_(.+)${ENDING}`),
    },
  },
  inbound: [like(CLUSTER, 'cds_ingress_.*'), differs(MESH, '')],
  gateways: [like('envoy_http_conn_manager_prefix', 'ingress'), differs(GATEWAY, '')],
  plaintext: null,
  mtls: 'by handshakes',
  ownerOf: (labels) => {
    const own = valueOf(labels, NODE) ?? valueOf(labels, GATEWAY);
    const mesh = valueOf(labels, MESH);
    if (own === undefined || mesh === undefined) return null;
    return { key: `${mesh}_${own}`, service: readNodeName(own).name };
  },
  destinationOf: (labels) => {
    const read = readCluster(labels.get(CLUSTER) ?? '', 'egress');
    if (read === null) return null;
    const { key, host, protocol } = read;
    return { key, host, ...(protocol === 'grpc' ? { isGrpc: true } : {}) };
  },
  // AWS names end in the namespace, which the scrape tells as well.
  ownedBy: (service) => [continues(NODE, service, '_[^_]+')],
  leadingTo: (host) => {
    const [node, namespace, marker] = host.split('.');
    if (node === undefined || namespace === undefined || marker !== 'svc') return null;
    return [continues(CLUSTER, `_${node}_${namespace}`, ENDING, 'cds_egress_[^_]+')];
  },
  asDestinations: (proxies) => relabelled(proxies, CALLEE, NODE),
};

function valueOf(labels: Labels, name: string): string | undefined {
  const value = labels.get(name);
  return value === '' ? undefined : value;
}
