import type { KubeObject } from '@/lib/domain/kube-object';
import { objectAt } from '@/lib/mesh/checks/indexes';
import type { KindRef, Lookups, ObjectIndex, Violation } from '@/lib/mesh/checks/rule';
import { warned } from '@/lib/mesh/checks/violations';
import { knowsWorkloads, tableOf, workloadIndexOf } from '@/lib/mesh/checks/workloads';
import { routersBehind, type Directory } from '@/lib/mesh/app-mesh/catalogue';
import { VIRTUAL_NODE, VIRTUAL_SERVICE } from '@/lib/mesh/app-mesh/kinds';
import { nodeKeyOf, routesOf } from '@/lib/mesh/app-mesh/routes';
import { targetWarnings } from '@/lib/mesh/app-mesh/split-warnings';
import { targetOf } from '@/lib/mesh/app-mesh/splits';
import { DEPLOYMENTS, PODS, SERVICES } from '@/lib/mesh/core-kinds';

/** The kinds that a look at this view may read. */
export const DIRECTORY_READS: readonly KindRef[] = [
  VIRTUAL_NODE,
  VIRTUAL_SERVICE,
  SERVICES,
  DEPLOYMENTS,
  PODS,
];

const FRONTS: ObjectIndex = { kind: VIRTUAL_SERVICE, keysOf: routersBehind };

/** What routes lead to, and who leads to them, looked up as it is asked for. */
export function directoryAt(lookups: Lookups): Directory {
  return {
    ...workloadIndexOf(lookups),
    nodes: tableOf((key) => {
      const [namespace = '', name = ''] = key.split('/');
      return objectAt(lookups, VIRTUAL_NODE, namespace, name);
    }),
    fronts: tableOf((key) => lookups.find(FRONTS, key)),
    knowsNodes: true,
  };
}

/** Where the targets of a router's routes are in a trouble. */
export function targetViolations(
  router: KubeObject,
  lookups: Lookups,
  code: 'dangling-target' | 'port-needed' | 'empty-subset',
): readonly Violation[] {
  const directory = directoryAt(lookups);
  const own = router.metadata.namespace ?? '';
  return routesOf(router).flatMap(({ targets, index, field }) =>
    targets.flatMap(({ weight, ...ref }, i) => {
      const home = nodeKeyOf(ref.host, own)?.split('/')[0] ?? own;
      const isTold = code !== 'empty-subset' || knowsWorkloads(lookups, home);
      if (!isTold || !lookups.knows(VIRTUAL_NODE, home)) return [];
      const target = targetOf(ref, weight, null, own, directory);
      const path = `/spec/routes/${index}/${field}/action/weightedTargets/${i}`;
      return warned(path, targetWarnings(target, own, directory), code);
    }),
  );
}
