import type { MeshAdapter } from '@/lib/mesh/adapter';
import { GATEWAY_API_REFERENCES } from '@/lib/mesh/gateway-api/references';
import { GATEWAY_API_RULES } from '@/lib/mesh/gateway-api/checks/rules';
import { changeSplit } from '@/lib/mesh/gateway-api/change-split';
import { configurationOf } from '@/lib/mesh/gateway-api/configuration';
import { detect, membershipOf } from '@/lib/mesh/gateway-api/detect';
import { GATEWAY_API_KINDS, ROUTE_KINDS } from '@/lib/mesh/gateway-api/kinds';
import { policies } from '@/lib/mesh/gateway-api/policies';
import { splits } from '@/lib/mesh/gateway-api/splits';
import { resilience, retryLayers } from '@/lib/mesh/gateway-api/resilience';
import { routing } from '@/lib/mesh/gateway-api/routing';

/**
 * The routes of Gateway API, whoever serves them. They have no telemetry of their own: what reached a backend is
 * told by the mesh whose proxies it is in.
 */
export const gatewayApi: MeshAdapter = {
  id: 'gateway-api',
  label: 'Gateway API',
  short: 'GA',
  mtlsKnownBy: '',
  kinds: GATEWAY_API_KINDS,
  carriers: ROUTE_KINDS.map(([kind]) => kind),
  detect,
  membershipOf,
  isGateway: () => false,
  policies,
  certificateQueries: () => [],
  annotated: [],
  certificates: () => [],
  configurationOf,
  reachesAll: () => false,
  splits,
  references: GATEWAY_API_REFERENCES,
  declaredHosts: () => [],
  rules: GATEWAY_API_RULES,
  changeSplit,
  presence: () => null,
  telemetryQueries: () => [],
  telemetry: () => ({ nodes: [], edges: [] }),
  namespaceQueries: () => [],
  panels: () => [],
  observationQueries: () => [],
  observe: () => [],
  resilience,
  routing,
  resilienceFigures: () => [],
  faults: () => [],
  retryLayers,
  tracingServices: () => [],
  placeOf: () => ({ node: null, calls: null }),
};
