import type { KubeObject } from '@/lib/domain/kube-object';
import { fieldsOf, textsOf } from '@/lib/mesh/fields';

/** Whether an object is seen by callers of a namespace; without a word it is seen by all. */
export function isExportedTo(object: KubeObject, namespace: string): boolean {
  const targets = textsOf(fieldsOf(object.spec)['exportTo']);
  if (targets.length === 0 || targets.includes('*') || targets.includes(namespace)) return true;
  return targets.includes('.') && object.metadata.namespace === namespace;
}

/** Whether callers of any namespace see both of two objects. */
export function isSeenWith(a: KubeObject, b: KubeObject): boolean {
  const [left, right] = [audienceOf(a), audienceOf(b)];
  if (left === null) return right === null || right.length > 0;
  return left.some((namespace) => right === null || right.includes(namespace));
}

/** The namespaces whose callers see an object; null for all. */
function audienceOf({ metadata, spec }: KubeObject): readonly string[] | null {
  const targets = textsOf(fieldsOf(spec)['exportTo']);
  if (targets.length === 0 || targets.includes('*')) return null;
  return targets
    .filter((target) => target !== '~')
    .map((target) => (target === '.' ? (metadata.namespace ?? '') : target));
}
