import { API_GATEWAY, waypointOf } from '@/lib/mesh/ambient/checks/waypoint-use';
import { WAYPOINT_PAGE } from '@/lib/mesh/ambient/checks/pages';
import { isMissing } from '@/lib/mesh/checks/indexes';
import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { NAMESPACES, PODS, SERVICES } from '@/lib/mesh/core-kinds';

export const unknownWaypoint: Rule = {
  code: 'AM101',
  severity: 'error',
  title: 'A label names a waypoint that does not exist',
  why: 'No proxy applies the routes and policies that are meant for it.',
  mend: 'Create the waypoint (istioctl waypoint apply), or correct the label istio.io/use-waypoint.',
  link: WAYPOINT_PAGE,
  subjects: [NAMESPACES, SERVICES, PODS],
  reads: [API_GATEWAY],
  check: (object, lookups) => {
    const used = waypointOf(object);
    if (used === null || !isMissing(lookups, API_GATEWAY, used.namespace, used.name)) return [];
    const message = `There is no Gateway ${used.namespace}/${used.name}.`;
    return [at('/metadata/labels/istio.io~1use-waypoint', message)];
  },
};
