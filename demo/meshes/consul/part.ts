import { envoyMetrics } from '../envoy/series';
import type { MeshPart } from '../part';
import { consulControlPlane } from './control-plane';
import { billingObjects } from './objects';
import { consulPodParts } from './pod-parts';
import { consulRoutes } from './routes';
import { billingTopology } from './shop';
import { CONSUL_SPANS } from './spans';
import { admitConsul, CONSUL_SCHEMAS } from './validation';
import { CONSUL_WORDS } from './words';

/** Consul Connect, and the billing that runs on it. */
export const CONSUL_PART: MeshPart = {
  id: 'consul',
  mesh: 'consul',
  topology: billingTopology,
  metrics: ({ workloads }) => envoyMetrics(CONSUL_WORDS, workloads),
  spans: CONSUL_SPANS,
  schemas: CONSUL_SCHEMAS,
  admit: admitConsul,
  controlPlane: consulControlPlane,
  objects: billingObjects,
  namespaceMarks: () => ({ labels: { 'consul.hashicorp.com/connect-inject': 'true' } }),
  podParts: consulPodParts,
  routes: consulRoutes,
  routingGroups: ['consul.hashicorp.com'],
};
