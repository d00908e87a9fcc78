import type { KubeObject } from '@/lib/domain/kube-object';
import type { SplitTarget } from '@/lib/domain/split';
import type { KindRef, Lookups, Violation } from '@/lib/mesh/checks/rule';
import { warned } from '@/lib/mesh/checks/violations';
import { knowsWorkloads, workloadIndexOf } from '@/lib/mesh/checks/workloads';
import { DEPLOYMENTS, PODS, SERVICES } from '@/lib/mesh/core-kinds';
import { fieldsOf, listOf, type Fields } from '@/lib/mesh/fields';
import { serviceNameOf } from '@/lib/mesh/hosts';
import { SERVICE_PROFILE } from '@/lib/mesh/linkerd/kinds';
import { targetsOf as overrideTargets } from '@/lib/mesh/linkerd/profile-splits';
import { targetsOf as splitTargets } from '@/lib/mesh/linkerd/traffic-splits';
import { ofTarget } from '@/lib/mesh/linkerd/warnings';

/** The kinds that a look at weighted targets may read. */
export const TARGET_READS: readonly KindRef[] = [SERVICES, DEPLOYMENTS, PODS];

/** The weighted targets of a TrafficSplit or of a ServiceProfile, and where they stand. */
export interface WeightedTargets {
  readonly path: string;
  readonly elements: readonly Fields[];
  readonly targets: readonly SplitTarget[];
}

/** Reads the weighted targets of a TrafficSplit or of a ServiceProfile. */
export function weightedTargetsOf(object: KubeObject, lookups: Lookups): WeightedTargets {
  const isProfile = object.kind === SERVICE_PROFILE.kind;
  const field = isProfile ? 'dstOverrides' : 'backends';
  const elements = listOf(fieldsOf(object.spec)[field]).map(fieldsOf);
  const read = isProfile ? overrideTargets : splitTargets;
  const targets = read(elements, object.metadata.namespace ?? '', workloadIndexOf(lookups));
  return { path: `/spec/${field}`, elements, targets };
}

/** Where the weighted targets of an object are in a trouble. */
export function targetViolations(
  object: KubeObject,
  lookups: Lookups,
  code: 'dangling-target' | 'no-weight' | 'empty-backend',
): readonly Violation[] {
  const { path, elements, targets } = weightedTargetsOf(object, lookups);
  return targets.flatMap((target, i) => {
    const home = serviceNameOf(target.fqdn)?.namespace ?? '';
    if (code === 'empty-backend' && !knowsWorkloads(lookups, home)) return [];
    return warned(`${path}/${i}`, ofTarget(target, elements[i]?.['weight']), code);
  });
}
