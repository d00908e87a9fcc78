import { NO_PARTS, type MeshPart } from '../part';
import { supportObjects } from './objects';
import { gatewayApiRoutes } from './routes';
import { supportTopology } from './shop';
import { GATEWAY_API_SCHEMAS } from './validation';

/** Gateway API, and the help desk that it routes. Its proxies are Istio's. */
export const GATEWAY_API_PART: MeshPart = {
  id: 'gateway-api',
  mesh: null,
  topology: supportTopology,
  metrics: () => ({}),
  schemas: GATEWAY_API_SCHEMAS,
  // The definitions check their objects themselves; no webhook does.
  admit: () => null,
  controlPlane: () => [],
  objects: supportObjects,
  namespaceMarks: () => ({}),
  podParts: () => NO_PARTS,
  routes: gatewayApiRoutes,
  routingGroups: ['gateway.networking.k8s.io'],
};
