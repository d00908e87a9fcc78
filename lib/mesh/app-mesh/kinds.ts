import type { ResourceKind } from '@/lib/domain/kube-object';

const GROUP = 'appmesh.k8s.aws';

function kind(plural: string, name: string): ResourceKind {
  return { group: GROUP, plural, kind: name, versions: ['v1beta2'] };
}

export const MESH: ResourceKind = { ...kind('meshes', 'Mesh'), clusterScoped: true };
export const VIRTUAL_NODE = kind('virtualnodes', 'VirtualNode');
export const VIRTUAL_SERVICE = kind('virtualservices', 'VirtualService');
export const VIRTUAL_ROUTER = kind('virtualrouters', 'VirtualRouter');
export const VIRTUAL_GATEWAY = kind('virtualgateways', 'VirtualGateway');
export const GATEWAY_ROUTE = kind('gatewayroutes', 'GatewayRoute');
export const BACKEND_GROUP = kind('backendgroups', 'BackendGroup');

/** Everything that the adapter reads beside the core kinds. */
export const APP_MESH_KINDS: readonly ResourceKind[] = [
  MESH,
  VIRTUAL_NODE,
  VIRTUAL_SERVICE,
  VIRTUAL_ROUTER,
  VIRTUAL_GATEWAY,
  GATEWAY_ROUTE,
  BACKEND_GROUP,
];
