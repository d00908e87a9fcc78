import type { KubeObject } from '@/lib/domain/kube-object';
import { fieldsOf, listOf, numberOf, textOf } from '@/lib/mesh/fields';

/** One patch of an EnvoyFilter. */
export interface EnvoyPatch {
  readonly path: string;
  readonly appliesTo: string;
  readonly operation: string;
  /** Whether it is kept to some versions of the proxy. */
  readonly isForVersion: boolean;
}

/** Reads the patches of an EnvoyFilter. */
export function patchesOf({ spec }: KubeObject): readonly EnvoyPatch[] {
  return listOf(fieldsOf(spec)['configPatches']).map((each, i) => {
    const { applyTo, match, patch } = fieldsOf(each);
    return {
      path: `/spec/configPatches/${i}`,
      appliesTo: textOf(applyTo) ?? '',
      operation: textOf(fieldsOf(patch)['operation']) ?? '',
      isForVersion: textOf(fieldsOf(fieldsOf(match)['proxy'])['proxyVersion']) !== undefined,
    };
  });
}

/** Whether an EnvoyFilter says when it is applied among others. */
export function hasPriority({ spec }: KubeObject): boolean {
  return (numberOf(fieldsOf(spec)['priority']) ?? 0) !== 0;
}
