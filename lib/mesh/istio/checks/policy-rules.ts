import type { KubeObject } from '@/lib/domain/kube-object';
import { fieldsOf, listOf, textsOf } from '@/lib/mesh/fields';

/** One value of one field of an AuthorizationPolicy's rules. */
export interface PolicyValue {
  readonly value: string;
  readonly path: string;
}

/** The values of fields of the sources (`from`) of a policy's rules. */
export function sourceValues(policy: KubeObject, fields: readonly string[]): PolicyValue[] {
  return valuesIn(policy, 'from', 'source', fields);
}

/** The values of fields of the operations (`to`) of a policy's rules. */
export function operationValues(policy: KubeObject, fields: readonly string[]): PolicyValue[] {
  return valuesIn(policy, 'to', 'operation', fields);
}

function valuesIn(
  { spec }: KubeObject,
  list: 'from' | 'to',
  member: 'source' | 'operation',
  names: readonly string[],
): PolicyValue[] {
  return listOf(fieldsOf(spec)['rules']).flatMap((rule, i) =>
    listOf(fieldsOf(rule)[list]).flatMap((entry, j) =>
      names.flatMap((name) =>
        textsOf(fieldsOf(fieldsOf(entry)[member])[name]).map((value, k) => {
          return { value, path: `/spec/rules/${i}/${list}/${j}/${member}/${name}/${k}` };
        }),
      ),
    ),
  );
}
