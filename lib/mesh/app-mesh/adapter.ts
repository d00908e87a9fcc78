import type { MeshAdapter } from '@/lib/mesh/adapter';
import { APP_MESH_REFERENCES } from '@/lib/mesh/app-mesh/references';
import { APP_MESH_RULES } from '@/lib/mesh/app-mesh/checks/rules';
import { changeSplit } from '@/lib/mesh/app-mesh/change-split';
import { configurationOf } from '@/lib/mesh/app-mesh/configuration';
import { detect, isGateway, membershipOf } from '@/lib/mesh/app-mesh/detect';
import { APP_MESH_KINDS, VIRTUAL_ROUTER } from '@/lib/mesh/app-mesh/kinds';
import { policies } from '@/lib/mesh/app-mesh/policies';
import { splits } from '@/lib/mesh/app-mesh/splits';
import { placeOf, tracingServices } from '@/lib/mesh/app-mesh/tracing';
import { APP_MESH_VOCABULARY } from '@/lib/mesh/app-mesh/vocabulary';
import { envoyTelemetry } from '@/lib/mesh/envoy/adapt';
import { resilience, retryLayers, towards } from '@/lib/mesh/app-mesh/resilience/resilience';
import { envoyFigures } from '@/lib/mesh/envoy/resilience-figures';
import { routing } from '@/lib/mesh/app-mesh/routing';

/** AWS App Mesh, as its controller for Kubernetes runs it. */
export const appMesh: MeshAdapter = {
  id: 'app-mesh',
  label: 'AWS App Mesh',
  short: 'AM',
  dashboard: 'alidade-envoy',
  mtlsKnownBy:
    'The caller’s Envoy counts handshakes: that a call is encrypted, not whether both sides showed a certificate.',
  kinds: APP_MESH_KINDS,
  carriers: [VIRTUAL_ROUTER],
  annotated: [],
  detect,
  membershipOf,
  isGateway,
  policies,
  certificateQueries: () => [],
  certificates: () => [],
  configurationOf,
  reachesAll: () => false,
  splits,
  references: APP_MESH_REFERENCES,
  declaredHosts: () => [],
  rules: APP_MESH_RULES,
  changeSplit,
  resilience,
  routing,
  resilienceFigures: (node, objects, window) => envoyFigures(towards(node, objects), window),
  faults: () => [],
  retryLayers,
  tracingServices,
  placeOf,
  ...envoyTelemetry(APP_MESH_VOCABULARY),
};
