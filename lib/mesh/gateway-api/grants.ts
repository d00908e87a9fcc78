import type { KubeObject } from '@/lib/domain/kube-object';
import { fieldsOf, listOf, textOf } from '@/lib/mesh/fields';
import type { BackendRef } from '@/lib/mesh/routes/backend-refs';

/**
 * Whether a ReferenceGrant in the backend's namespace lets a route of another one lead to it. Gateways need
 * one; meshes differ in whether they do.
 */
export function isGranted(
  route: KubeObject,
  { group, kind, namespace, name }: BackendRef,
  grants: readonly KubeObject[],
): boolean {
  const [fromGroup = ''] = route.apiVersion.split('/');
  return grants
    .filter(({ metadata }) => metadata.namespace === namespace)
    .some(({ spec }) => {
      const { from, to } = fieldsOf(spec);
      const lets = listOf(from)
        .map(fieldsOf)
        .some(
          (each) =>
            (textOf(each['group']) ?? '') === fromGroup &&
            each['kind'] === route.kind &&
            each['namespace'] === route.metadata.namespace,
        );
      const reaches = listOf(to)
        .map(fieldsOf)
        .some(
          (each) =>
            (textOf(each['group']) ?? '') === group &&
            each['kind'] === kind &&
            (each['name'] === undefined || each['name'] === name),
        );
      return lets && reaches;
    });
}
