import type { KubeObject } from '@/lib/domain/kube-object';
import { API_GATEWAY, waypointOf } from '@/lib/mesh/ambient/checks/waypoint-use';
import { WAYPOINT_PAGE } from '@/lib/mesh/ambient/checks/pages';
import { objectAt } from '@/lib/mesh/checks/indexes';
import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { PODS, SERVICES } from '@/lib/mesh/core-kinds';

export const waypointForOthers: Rule = {
  code: 'AM103',
  severity: 'warning',
  title: 'A waypoint is used for a sort of traffic that it does not take',
  why: 'The label istio.io/waypoint-for of the waypoint says services or workloads; calls to the other sort go past it.',
  mend: 'Label the waypoint istio.io/waypoint-for=all, or name another one.',
  link: WAYPOINT_PAGE,
  subjects: [SERVICES, PODS],
  reads: [API_GATEWAY],
  check: (object, lookups) => {
    const used = waypointOf(object);
    if (used === null) return [];
    const gateway = objectAt(lookups, API_GATEWAY, used.namespace, used.name);
    if (gateway === undefined) return [];
    const takes = gateway.metadata.labels?.['istio.io/waypoint-for'] ?? 'service';
    if (takes === 'all' || takes === sortOf(object)) return [];
    const message = `Gateway ${used.namespace}/${used.name} is for ${takes}, not for a ${sortOf(object)}.`;
    return [at('/metadata/labels/istio.io~1use-waypoint', message, gateway)];
  },
};

function sortOf({ kind }: KubeObject): string {
  return kind === 'Service' ? 'service' : 'workload';
}
