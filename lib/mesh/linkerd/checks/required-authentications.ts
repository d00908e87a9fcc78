import type { KubeObject } from '@/lib/domain/kube-object';
import { fieldsOf, listOf, textOf } from '@/lib/mesh/fields';

/** What a policy asks of callers, and where it says so. */
export interface RequiredAuthentication {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly path: string;
}

/** Reads what an AuthorizationPolicy asks of callers. */
export function requiredBy({ spec, metadata }: KubeObject): readonly RequiredAuthentication[] {
  return listOf(fieldsOf(spec)['requiredAuthenticationRefs']).map((ref, i) => {
    const { kind, name, namespace } = fieldsOf(ref);
    return {
      kind: textOf(kind) ?? '',
      namespace: textOf(namespace) ?? metadata.namespace ?? '',
      name: textOf(name) ?? '',
      path: `/spec/requiredAuthenticationRefs/${i}`,
    };
  });
}
