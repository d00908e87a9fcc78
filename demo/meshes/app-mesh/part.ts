import { envoyMetrics } from '../envoy/series';
import type { MeshPart } from '../part';
import { appMeshControlPlane } from './control-plane';
import { mediaObjects } from './objects';
import { appMeshPodParts } from './pod-parts';
import { appMeshRoutes } from './routes';
import { mediaTopology } from './shop';
import { APP_MESH_SPANS } from './spans';
import { APP_MESH_SCHEMAS } from './validation';
import { MESH_NAME } from './versions';
import { APP_MESH_WORDS } from './words';

/** AWS App Mesh, and the films that run on it. */
export const APP_MESH_PART: MeshPart = {
  id: 'app-mesh',
  mesh: 'app-mesh',
  topology: mediaTopology,
  metrics: ({ workloads }) => envoyMetrics(APP_MESH_WORDS, workloads),
  spans: APP_MESH_SPANS,
  schemas: APP_MESH_SCHEMAS,
  // What AWS refuses beyond the definition, it refuses after Kubernetes has taken it.
  admit: () => null,
  controlPlane: appMeshControlPlane,
  objects: mediaObjects,
  namespaceMarks: () => ({
    labels: { mesh: MESH_NAME, 'appmesh.k8s.aws/sidecarInjectorWebhook': 'enabled' },
  }),
  podParts: appMeshPodParts,
  routes: appMeshRoutes,
  routingGroups: ['appmesh.k8s.aws'],
};
