import { like } from '@/lib/domain/promql';
import { err } from '@/lib/domain/result';
import type { MeshAdapter } from '@/lib/mesh/adapter';
import { AMBIENT_RULES } from '@/lib/mesh/ambient/checks/rules';
import { detect, membershipOf } from '@/lib/mesh/ambient/detect';
import { MESH } from '@/lib/mesh/ambient/mesh';
import { policies } from '@/lib/mesh/ambient/policies';
import { panels } from '@/lib/mesh/ambient/panels';
import { presence, telemetryQueries } from '@/lib/mesh/ambient/queries';
import { sharedProxies } from '@/lib/mesh/ambient/shared-proxies';
import { telemetry } from '@/lib/mesh/ambient/telemetry';
import { BY_WAYPOINT } from '@/lib/mesh/istio/metric-labels';
import { observationQueries, observe } from '@/lib/mesh/istio/observe';
import { LOST } from '@/lib/mesh/istio/outcome-matchers';
import { namespaceQueries } from '@/lib/mesh/istio/overview-queries';
import { placeOf, tracingServices } from '@/lib/mesh/istio/tracing';
import { figures } from '@/lib/mesh/istio/resilience/figures';

/** Requests that a waypoint could send to no server. */
const LOST_AT_WAYPOINT = [BY_WAYPOINT, LOST, like('destination_workload', 'unknown|')];

/**
 * Istio without sidecars: ztunnel on every node for connections, waypoints for HTTP. Its routes are those of
 * Istio and of Gateway API, whose splits the adapters of these read.
 */
export const ambient: MeshAdapter = {
  id: MESH,
  label: 'Istio ambient',
  short: 'Ia',
  dashboard: 'alidade-ambient',
  mtlsKnownBy:
    'ztunnel knows on both sides whether a connection was under mutual TLS, waypoints for requests.',
  kinds: [],
  carriers: [],
  annotated: [],
  detect,
  membershipOf,
  isGateway: () => false,
  policies,
  certificateQueries: () => [],
  certificates: () => [],
  configurationOf: () => [],
  reachesAll: () => false,
  presence,
  telemetryQueries,
  telemetry,
  namespaceQueries: (window) =>
    namespaceQueries(window, { server: BY_WAYPOINT, lost: LOST_AT_WAYPOINT }),
  panels,
  splits: () => [],
  references: [],
  declaredHosts: () => [],
  rules: AMBIENT_RULES,
  changeSplit: () =>
    err({
      rule: 'no-carrier',
      message: 'Ambient mode has no objects of its own that carry weights.',
    }),
  observationQueries: (window) => observationQueries(window, BY_WAYPOINT),
  observe,
  // Its objects are Istio's and Gateway API's, whose adapters read them.
  resilience: () => ({ groups: [], warnings: [], notes: [] }),
  routing: () => ({ tables: [], notes: [] }),
  resilienceFigures: (node, _, window) => figures(node, window, BY_WAYPOINT),
  faults: () => [],
  sharedProxies,
  retryLayers: () => [],
  tracingServices,
  placeOf,
};
