import { objectAt } from '@/lib/mesh/checks/indexes';
import { WAYPOINT_PAGE } from '@/lib/mesh/ambient/checks/pages';
import { isCaptured, waypointOf } from '@/lib/mesh/ambient/checks/waypoint-use';
import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { NAMESPACES, PODS } from '@/lib/mesh/core-kinds';

const MODE = 'istio.io/dataplane-mode';

export const waypointWithoutAmbient: Rule = {
  code: 'AM105',
  severity: 'warning',
  title: 'A pod names a waypoint and is not in ambient mode',
  why: 'Only ztunnel and waypoints look at the label, so that it has no effect.',
  mend: 'Label the namespace or the pod istio.io/dataplane-mode=ambient, or remove istio.io/use-waypoint.',
  link: WAYPOINT_PAGE,
  subjects: [PODS],
  reads: [NAMESPACES],
  check: (object, lookups) => {
    if (waypointOf(object) === null || isCaptured(object)) return [];
    const { namespace = '', labels = {} } = object.metadata;
    const around = objectAt(lookups, NAMESPACES, '', namespace);
    if (around === undefined || labels[MODE] === 'ambient') return [];
    if (labels[MODE] === undefined && around.metadata.labels?.[MODE] === 'ambient') return [];
    return [at('/metadata/labels/istio.io~1use-waypoint', 'ztunnel does not capture this pod.')];
  },
};
