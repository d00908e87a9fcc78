import type { MeshPart } from '../part';
import { linkerdControlPlane } from './control-plane';
import { loyaltyObjects } from './objects';
import { linkerdPodParts } from './pod-parts';
import { linkerdRoutes } from './routes';
import { linkerdMetrics } from './series';
import { loyaltyTopology } from './shop';
import { LINKERD_SPANS } from './spans';
import { admitLinkerd, LINKERD_SCHEMAS } from './validation';

/** Linkerd, and the loyalty programme that runs on it. */
export const LINKERD_PART: MeshPart = {
  id: 'linkerd',
  mesh: 'linkerd',
  topology: loyaltyTopology,
  metrics: linkerdMetrics,
  spans: LINKERD_SPANS,
  schemas: LINKERD_SCHEMAS,
  admit: admitLinkerd,
  controlPlane: linkerdControlPlane,
  objects: loyaltyObjects,
  namespaceMarks: () => ({ annotations: { 'linkerd.io/inject': 'enabled' } }),
  podParts: linkerdPodParts,
  routes: linkerdRoutes,
  routingGroups: ['policy.linkerd.io', 'linkerd.io', 'split.smi-spec.io'],
};
