import { API_GATEWAY, waypointOf } from '@/lib/mesh/ambient/checks/waypoint-use';
import { WAYPOINT_PAGE } from '@/lib/mesh/ambient/checks/pages';
import { objectAt } from '@/lib/mesh/checks/indexes';
import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { NAMESPACES, SERVICES } from '@/lib/mesh/core-kinds';
import { fieldsOf, listOf, textOf } from '@/lib/mesh/fields';

export const waypointNotReady: Rule = {
  code: 'AM102',
  severity: 'error',
  title: 'A waypoint that is used is not ready',
  why: 'Istio has not put it in force. Until then calls go past it, or fail.',
  mend: 'Look at the conditions of the Gateway and at the pods of its Deployment.',
  link: WAYPOINT_PAGE,
  subjects: [NAMESPACES, SERVICES],
  reads: [API_GATEWAY],
  check: (object, lookups) => {
    const used = waypointOf(object);
    if (used === null) return [];
    const gateway = objectAt(lookups, API_GATEWAY, used.namespace, used.name);
    const failed = listOf(fieldsOf(gateway?.status)['conditions'])
      .map(fieldsOf)
      .find(({ type, status }) => type === 'Programmed' && status === 'False');
    if (gateway === undefined || failed === undefined) return [];
    const why = textOf(failed['message']) ?? textOf(failed['reason']) ?? 'without a reason';
    const message = `Gateway ${used.namespace}/${used.name} is not programmed (${why}).`;
    return [at('/metadata/labels/istio.io~1use-waypoint', message, gateway)];
  },
};
