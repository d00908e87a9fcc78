import { hasWaypoint, WAYPOINT } from '../../model/waypoints';
import type { MeshPart } from '../part';
import { ambientControlPlane } from './control-plane';
import { bookingObjects } from './objects';
import { ambientPodParts } from './pod-parts';
import { ambientMetrics } from './series';
import { bookingTopology } from './shop';
import { AMBIENT_SPANS } from './spans';

/** Istio without sidecars, and the room booking that runs on it. Its routes are those of Istio and Gateway API. */
export const AMBIENT_PART: MeshPart = {
  id: 'ambient',
  mesh: 'ambient',
  topology: bookingTopology,
  metrics: ambientMetrics,
  spans: AMBIENT_SPANS,
  schemas: [],
  admit: () => null,
  controlPlane: ambientControlPlane,
  objects: bookingObjects,
  namespaceMarks: (namespace) => ({
    labels: {
      'istio.io/dataplane-mode': 'ambient',
      ...(hasWaypoint(namespace) && { 'istio.io/use-waypoint': WAYPOINT }),
    },
  }),
  podParts: ambientPodParts,
  routes: () => [],
  routingGroups: [],
};
