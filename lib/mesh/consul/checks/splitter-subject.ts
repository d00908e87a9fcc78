import type { KubeObject } from '@/lib/domain/kube-object';
import { fieldsOf, listOf } from '@/lib/mesh/fields';
import { elementOf, type Element } from '@/lib/mesh/consul/targets';

/** The elements of a ServiceSplitter. */
export function elementsOf({ spec, metadata }: KubeObject): readonly Element[] {
  return listOf(fieldsOf(spec)['splits']).map((each) => elementOf(fieldsOf(each), metadata.name));
}
