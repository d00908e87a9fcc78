import type { KubeObject } from '@/lib/domain/kube-object';
import { isMissing } from '@/lib/mesh/checks/indexes';
import type { KindRef, Lookups } from '@/lib/mesh/checks/rule';
import { keyOfRef } from '@/lib/mesh/app-mesh/catalogue';

/** The `namespace/name` that a reference names and that is known not to be there; null otherwise. */
export function missingRef(
  object: KubeObject,
  ref: unknown,
  kind: KindRef,
  lookups: Lookups,
): string | null {
  const key = keyOfRef(ref, object.metadata.namespace ?? '');
  const [namespace = '', name = ''] = key?.split('/') ?? [];
  return key !== null && isMissing(lookups, kind, namespace, name) ? key : null;
}
