import { customGroup, type ServedKind } from '../../kubernetes/served-kind';

const appMesh = customGroup('appmesh.k8s.aws', ['v1beta2']);

export const VIRTUAL_NODES = appMesh('virtualnodes', 'VirtualNode');
export const VIRTUAL_ROUTERS = appMesh('virtualrouters', 'VirtualRouter');
export const VIRTUAL_SERVICES = appMesh('virtualservices', 'VirtualService');

export const APP_MESH_KINDS: readonly ServedKind[] = [
  appMesh('backendgroups', 'BackendGroup'),
  appMesh('gatewayroutes', 'GatewayRoute'),
  { ...appMesh('meshes', 'Mesh'), namespaced: false },
  appMesh('virtualgateways', 'VirtualGateway'),
  VIRTUAL_NODES,
  VIRTUAL_ROUTERS,
  VIRTUAL_SERVICES,
];
