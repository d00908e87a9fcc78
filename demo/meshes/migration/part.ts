import { NO_PARTS, type MeshPart } from '../part';
import { membersObjects } from './objects';
import { membersTopology } from './shop';

/** A namespace on its way from Linkerd to Istio. What each of the two does there is told by their own parts. */
export const MIGRATION_PART: MeshPart = {
  id: 'migration',
  mesh: null,
  topology: membersTopology,
  metrics: () => ({}),
  schemas: [],
  admit: () => null,
  controlPlane: () => [],
  objects: membersObjects,
  namespaceMarks: () => ({}),
  podParts: () => NO_PARTS,
  routes: () => [],
  routingGroups: [],
};
