import { stepsOf } from '@/lib/domain/pointer';
import type { MeshAdapter } from '@/lib/mesh/adapter';
import { declaredHosts, ISTIO_REFERENCES } from '@/lib/mesh/istio/references';
import { changeSplit } from '@/lib/mesh/istio/change-split';
import { ISTIO_RULES } from '@/lib/mesh/istio/checks/rules';
import { configurationOf } from '@/lib/mesh/istio/configuration';
import { detect, isGateway, membershipOf } from '@/lib/mesh/istio/detect';
import { ISTIO_KINDS, VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';
import { policies } from '@/lib/mesh/istio/policies';
import { observationQueries, observe } from '@/lib/mesh/istio/observe';
import { namespaceQueries } from '@/lib/mesh/istio/overview-queries';
import { panels } from '@/lib/mesh/istio/panels';
import { presence, telemetryQueries } from '@/lib/mesh/istio/queries';
import { ROOT_NAMESPACE } from '@/lib/mesh/istio/root-namespace';
import { splits } from '@/lib/mesh/istio/splits';
import { telemetry } from '@/lib/mesh/istio/telemetry';
import { placeOf, tracingServices } from '@/lib/mesh/istio/tracing';
import { equals } from '@/lib/domain/promql';
import { faults, retryLayers } from '@/lib/mesh/istio/resilience/faults';
import { figures } from '@/lib/mesh/istio/resilience/figures';
import { resilience } from '@/lib/mesh/istio/resilience/resilience';
import { routing } from '@/lib/mesh/istio/routing';

/** Istio with sidecars. */
export const istio: MeshAdapter = {
  id: 'istio',
  label: 'Istio',
  short: 'Is',
  dashboard: 'alidade-istio',
  mtlsKnownBy: 'Only the server’s proxy knows whether a call came under mutual TLS.',
  kinds: ISTIO_KINDS,
  carriers: [VIRTUAL_SERVICE],
  annotated: [],
  detect,
  membershipOf,
  isGateway,
  policies,
  certificateQueries: () => [],
  certificates: () => [],
  configurationOf,
  reachesAll: ({ metadata }) => metadata.namespace === ROOT_NAMESPACE,
  presence,
  telemetryQueries,
  telemetry,
  namespaceQueries,
  panels,
  splits,
  references: ISTIO_REFERENCES,
  declaredHosts,
  rules: ISTIO_RULES,
  changeSplit,
  observationQueries,
  observe,
  resilience,
  routing,
  resilienceFigures: (node, _, window) => figures(node, window, equals('reporter', 'source')),
  faults,
  touchesFault: (path) => stepsOf(path).includes('fault'),
  retryLayers,
  tracingServices,
  placeOf,
};
