import type { MeshAdapter } from '@/lib/mesh/adapter';
import { changeSplit } from '@/lib/mesh/consul/change-split';
import { configurationOf } from '@/lib/mesh/consul/configuration';
import { detect, membershipOf } from '@/lib/mesh/consul/detect';
import { CONSUL_KINDS, SERVICE_SPLITTER } from '@/lib/mesh/consul/kinds';
import { splits } from '@/lib/mesh/consul/splits';
import { placeOf, tracingServices } from '@/lib/mesh/consul/tracing';
import { CONSUL_VOCABULARY } from '@/lib/mesh/consul/vocabulary';
import { envoyTelemetry } from '@/lib/mesh/envoy/adapt';

/** Consul Connect, as consul-k8s runs it. */
export const consul: MeshAdapter = {
  id: 'consul',
  label: 'Consul Connect',
  short: 'Co',
  mtlsKnownBy:
    'Every call between Consul’s proxies is under mutual TLS; of callers outside, the listener for plain text tells.',
  kinds: CONSUL_KINDS,
  carriers: [SERVICE_SPLITTER],
  detect,
  membershipOf,
  configurationOf,
  splits,
  rules: [],
  changeSplit,
  tracingServices,
  placeOf,
  ...envoyTelemetry(CONSUL_VOCABULARY),
};
