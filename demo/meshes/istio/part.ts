import type { MeshPart } from '../part';
import { istioControlPlane } from './control-plane';
import { ISTIO_ENVOY_METRICS } from './envoy-series';
import { istioPodParts } from './pod-parts';
import { istioRoutes } from './routes';
import { istioMetrics } from './series';
import { ISTIO_SPANS } from './spans';
import { createShop } from './shop';
import { shopObjects } from './shop-objects';
import { admitIstio, ISTIO_SCHEMAS } from './validation';

/** Istio with sidecars, and the shop that runs on it. */
export const ISTIO_PART: MeshPart = {
  id: 'istio',
  mesh: 'istio',
  topology: (seed) => createShop({ seed }),
  metrics: (options) => ({ ...istioMetrics(options), ...ISTIO_ENVOY_METRICS }),
  spans: ISTIO_SPANS,
  schemas: ISTIO_SCHEMAS,
  admit: admitIstio,
  controlPlane: istioControlPlane,
  objects: shopObjects,
  namespaceMarks: () => ({ labels: { 'istio-injection': 'enabled' } }),
  podParts: istioPodParts,
  routes: istioRoutes,
  routingGroups: ['networking.istio.io'],
};
