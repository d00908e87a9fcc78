import {
  BACKEND_GROUP,
  GATEWAY_ROUTE,
  VIRTUAL_NODE,
  VIRTUAL_ROUTER,
  VIRTUAL_SERVICE,
} from '@/lib/mesh/app-mesh/kinds';
import { byRef, type ReferenceRule } from '@/lib/mesh/references';

const NODE = byRef([VIRTUAL_NODE]);
const SERVICE = byRef([VIRTUAL_SERVICE]);

/** Where App Mesh's objects name others. */
export const APP_MESH_REFERENCES: readonly ReferenceRule[] = [
  ...['httpRoute', 'http2Route', 'grpcRoute', 'tcpRoute'].map((route): ReferenceRule => ({
    from: VIRTUAL_ROUTER,
    at: `spec/routes/*/${route}/action/weightedTargets/*/virtualNodeRef`,
    read: NODE,
  })),
  {
    from: VIRTUAL_SERVICE,
    at: 'spec/provider/virtualRouter/virtualRouterRef',
    read: byRef([VIRTUAL_ROUTER]),
  },
  { from: VIRTUAL_SERVICE, at: 'spec/provider/virtualNode/virtualNodeRef', read: NODE },
  { from: VIRTUAL_NODE, at: 'spec/backends/*/virtualService/virtualServiceRef', read: SERVICE },
  { from: BACKEND_GROUP, at: 'spec/virtualservices/*', read: SERVICE },
  ...['httpRoute', 'http2Route', 'grpcRoute'].map((route): ReferenceRule => ({
    from: GATEWAY_ROUTE,
    at: `spec/${route}/action/target/virtualService/virtualServiceRef`,
    read: SERVICE,
  })),
];
