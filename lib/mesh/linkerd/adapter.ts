import type { MeshAdapter } from '@/lib/mesh/adapter';
import { LINKERD_REFERENCES } from '@/lib/mesh/linkerd/references';
import { certificateQueries, certificates } from '@/lib/mesh/linkerd/certificates';
import { LINKERD_RULES } from '@/lib/mesh/linkerd/checks/rules';
import { changeSplit } from '@/lib/mesh/linkerd/change-split';
import { ANNOTATED } from '@/lib/mesh/linkerd/resilience/service-annotations';
import { configurationOf } from '@/lib/mesh/linkerd/configuration';
import { detect, membershipOf } from '@/lib/mesh/linkerd/detect';
import {
  LINKERD_KINDS,
  POLICY_ROUTE,
  SERVICE_PROFILE,
  TRAFFIC_SPLIT,
} from '@/lib/mesh/linkerd/kinds';
import { policies } from '@/lib/mesh/linkerd/policies';
import { observationQueries, observe } from '@/lib/mesh/linkerd/observe';
import { namespaceQueries } from '@/lib/mesh/linkerd/overview-queries';
import { panels } from '@/lib/mesh/linkerd/panels';
import { presence, telemetryQueries } from '@/lib/mesh/linkerd/queries';
import { splits } from '@/lib/mesh/linkerd/splits';
import { telemetry } from '@/lib/mesh/linkerd/telemetry';
import { placeOf, tracingServices } from '@/lib/mesh/linkerd/tracing';
import { figures } from '@/lib/mesh/linkerd/resilience/figures';
import { resilience, retryLayers } from '@/lib/mesh/linkerd/resilience/resilience';
import { routing } from '@/lib/mesh/linkerd/routing';

/** Linkerd. */
export const linkerd: MeshAdapter = {
  id: 'linkerd',
  label: 'Linkerd',
  short: 'Li',
  dashboard: 'alidade-linkerd',
  mtlsKnownBy: 'Both proxies know whether a call came under mutual TLS; the client’s is asked.',
  kinds: LINKERD_KINDS,
  carriers: [POLICY_ROUTE, TRAFFIC_SPLIT, SERVICE_PROFILE],
  annotated: ANNOTATED,
  detect,
  membershipOf,
  isGateway: () => false,
  policies,
  certificateQueries,
  certificates,
  configurationOf,
  reachesAll: () => false,
  presence,
  telemetryQueries,
  telemetry,
  namespaceQueries,
  panels,
  splits,
  references: LINKERD_REFERENCES,
  declaredHosts: () => [],
  rules: LINKERD_RULES,
  changeSplit,
  observationQueries,
  observe,
  resilience,
  routing,
  resilienceFigures: (node, _, window) => figures(node, window),
  faults: () => [],
  retryLayers,
  tracingServices,
  placeOf,
};
