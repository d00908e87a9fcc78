import type { KubeObject } from '@/lib/domain/kube-object';
import { fieldsOf, listOf, textOf } from '@/lib/mesh/fields';

/** The class of Gateway that waypoints are of. What is attached to it is for all of them. */
export const WAYPOINT_CLASS = 'istio-waypoint';

/** A reference by which an object says what it is for, in place of a selector. */
export interface TargetReference {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  /** JSON Pointer. */
  readonly path: string;
}

/** What an object is attached to; nothing where it selects pods. The core group is the empty one. */
export function targetsOf({ spec }: KubeObject): readonly TargetReference[] {
  const { targetRef, targetRefs } = fieldsOf(spec);
  const single = targetRef === undefined ? [] : [{ ref: targetRef, path: '/spec/targetRef' }];
  const several = listOf(targetRefs).map((ref, i) => ({ ref, path: `/spec/targetRefs/${i}` }));
  return [...single, ...several].map(({ ref, path }) => {
    const { group, kind, name } = fieldsOf(ref);
    const written = textOf(group) ?? '';
    return {
      group: written === 'core' ? '' : written,
      kind: textOf(kind) ?? '',
      name: textOf(name) ?? '',
      path,
    };
  });
}

/** Whether an object says by reference what it is for, which only waypoints and gateways read. */
export function hasTargetRefs({ spec }: KubeObject): boolean {
  const { targetRef, targetRefs } = fieldsOf(spec);
  return targetRef !== undefined || targetRefs !== undefined;
}
