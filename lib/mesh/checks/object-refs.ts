import { resourceKey, type KubeObject, type ResourceKind } from '@/lib/domain/kube-object';
import type { ObjectRef } from '@/lib/domain/object-ref';
import type { KindRef } from '@/lib/mesh/checks/rule';

/** Names an object of one of these kinds. */
export function refIn(
  kinds: readonly ResourceKind[],
  { apiVersion, kind, metadata }: KubeObject,
  known?: KindRef,
): ObjectRef {
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
  const found = kinds.find((each) =>
    known === undefined
      ? each.kind === kind && each.group === group
      : resourceKey(each) === resourceKey(known),
  );
  return {
    group: found?.group ?? group,
    plural: found?.plural ?? '',
    kind: found?.kind ?? kind,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
  };
}
