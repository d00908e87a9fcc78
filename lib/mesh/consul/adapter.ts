import type { MeshAdapter } from '@/lib/mesh/adapter';
import { CONSUL_REFERENCES } from '@/lib/mesh/consul/references';
import { CONSUL_RULES } from '@/lib/mesh/consul/checks/rules';
import { changeSplit } from '@/lib/mesh/consul/change-split';
import { configurationOf } from '@/lib/mesh/consul/configuration';
import { detect, isGateway, membershipOf } from '@/lib/mesh/consul/detect';
import { CONSUL_KINDS, MESH, PROXY_DEFAULTS, SERVICE_SPLITTER } from '@/lib/mesh/consul/kinds';
import { policies } from '@/lib/mesh/consul/policies';
import { splits } from '@/lib/mesh/consul/splits';
import { splitStarts } from '@/lib/mesh/consul/start-split';
import { placeOf, tracingServices } from '@/lib/mesh/consul/tracing';
import { CONSUL_VOCABULARY } from '@/lib/mesh/consul/vocabulary';
import { envoyTelemetry } from '@/lib/mesh/envoy/adapt';
import { oneOf } from '@/lib/domain/promql';
import { resilience, retryLayers } from '@/lib/mesh/consul/resilience/resilience';
import { envoyFigures } from '@/lib/mesh/envoy/resilience-figures';
import { routing } from '@/lib/mesh/consul/routing';

/** Consul Connect, as consul-k8s runs it. */
export const consul: MeshAdapter = {
  id: 'consul',
  label: 'Consul Connect',
  short: 'Co',
  dashboard: 'alidade-envoy',
  mtlsKnownBy:
    'Every call between Consul’s proxies is under mutual TLS; of callers outside, the listener for plain text tells.',
  kinds: CONSUL_KINDS,
  carriers: [SERVICE_SPLITTER],
  annotated: [],
  detect,
  membershipOf,
  isGateway,
  policies,
  certificateQueries: () => [],
  certificates: () => [],
  configurationOf,
  reachesAll: ({ kind }) => kind === PROXY_DEFAULTS.kind || kind === MESH.kind,
  splits,
  splitStarts,
  references: CONSUL_REFERENCES,
  declaredHosts: () => [],
  rules: CONSUL_RULES,
  changeSplit,
  resilience,
  routing,
  resilienceFigures: ({ services }, _, window) =>
    services.length === 0
      ? []
      : envoyFigures([[oneOf('consul_destination_service', services)]], window),
  faults: () => [],
  retryLayers,
  tracingServices,
  placeOf,
  ...envoyTelemetry(CONSUL_VOCABULARY),
};
