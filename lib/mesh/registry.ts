import type { MeshAdapter } from '@/lib/mesh/adapter';
import { ambient } from '@/lib/mesh/ambient/adapter';
import { appMesh } from '@/lib/mesh/app-mesh/adapter';
import { consul } from '@/lib/mesh/consul/adapter';
import { gatewayApi } from '@/lib/mesh/gateway-api/adapter';
import { istio } from '@/lib/mesh/istio/adapter';
import { linkerd } from '@/lib/mesh/linkerd/adapter';

/** Every mesh that Alidade knows. A new mesh is a new folder, one line here, and `npm run chart:kinds`. */
export const MESHES: readonly MeshAdapter[] = [
  istio,
  ambient,
  consul,
  appMesh,
  linkerd,
  gatewayApi,
];
