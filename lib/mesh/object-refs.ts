import type { KubeObject, ResourceKind } from '@/lib/domain/kube-object';
import type { ObjectRef } from '@/lib/domain/object-ref';
import type { ObjectStore } from '@/lib/mesh/adapter';

/** Names an object of a kind. */
export function refOf(
  { metadata }: Pick<KubeObject, 'metadata'>,
  { group, plural, kind }: Pick<ResourceKind, 'group' | 'plural' | 'kind'>,
): ObjectRef {
  return { group, plural, kind, namespace: metadata.namespace ?? '', name: metadata.name };
}

/** The object of a kind that has this name; undefined where there is none. */
export function objectNamed(
  objects: ObjectStore,
  kind: ResourceKind,
  { namespace, name }: Pick<KubeObject['metadata'], 'namespace' | 'name'>,
): KubeObject | undefined {
  return objects
    .list(kind)
    .find(({ metadata }) => metadata.name === name && metadata.namespace === namespace);
}
