import type { KubeObject } from '@/lib/domain/kube-object';
import { L7_PAGE } from '@/lib/mesh/ambient/checks/pages';
import { usesWaypoint } from '@/lib/mesh/ambient/checks/waypoint-use';
import { objectAt } from '@/lib/mesh/checks/indexes';
import type { KindRef, Lookups, Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { NAMESPACES, SERVICES } from '@/lib/mesh/core-kinds';
import { SERVICE_ENTRY, TARGETED_KINDS } from '@/lib/mesh/istio/kinds';
import { targetsOf } from '@/lib/mesh/istio/target-refs';

/** What only waypoints read the attachments of, by group and kind. */
const SERVED: ReadonlyMap<string, KindRef> = new Map<string, KindRef>([
  ['/Service', SERVICES],
  ['networking.istio.io/ServiceEntry', SERVICE_ENTRY],
]);

export const targetWithoutWaypoint: Rule = {
  code: 'AM206',
  severity: 'error',
  title: 'A policy is attached to a service before which no waypoint stands',
  why: 'Only a waypoint reads what is attached to a Service or a ServiceEntry; ztunnel, sidecars and gateways do not, so that it has no effect.',
  mend: 'Label the service or its namespace istio.io/use-waypoint, or select the pods by a selector.',
  link: L7_PAGE,
  subjects: TARGETED_KINDS,
  reads: [SERVICES, SERVICE_ENTRY, NAMESPACES],
  check: (object, lookups) => {
    const { namespace = '' } = object.metadata;
    // Without the labels of its namespace nobody can tell.
    if (objectAt(lookups, NAMESPACES, '', namespace) === undefined) return [];
    return targetsOf(object).flatMap(({ group, kind, name, path }) => {
      const served = targetAt(lookups, `${group}/${kind}`, namespace, name);
      if (served === undefined || usesWaypoint(served, lookups)) return [];
      return [at(path, `No waypoint serves ${kind} ${namespace}/${name}.`, served)];
    });
  },
};

function targetAt(
  lookups: Lookups,
  sort: string,
  namespace: string,
  name: string,
): KubeObject | undefined {
  const kind = SERVED.get(sort);
  return kind === undefined ? undefined : objectAt(lookups, kind, namespace, name);
}
