import type { KubeObject, ResourceKind } from '@/lib/domain/kube-object';
import type { ObjectRef } from '@/lib/domain/object-ref';

/** Names an object of a kind. */
export function refOf(
  { metadata }: Pick<KubeObject, 'metadata'>,
  { group, plural, kind }: Pick<ResourceKind, 'group' | 'plural' | 'kind'>,
): ObjectRef {
  return { group, plural, kind, namespace: metadata.namespace ?? '', name: metadata.name };
}
