import type { KubeObject } from '@/lib/domain/kube-object';
import type { Decision, PolicyObject } from '@/lib/domain/policy';

/** The name of an object. */
export function refOf({ apiVersion, kind, metadata }: KubeObject): PolicyObject {
  const [group = ''] = apiVersion.includes('/') ? apiVersion.split('/') : [''];
  return { group, kind, namespace: metadata.namespace ?? '', name: metadata.name };
}

/** The oldest first; of equal age, by namespace and name, so that the order is always the same. */
export function byAge(a: KubeObject, b: KubeObject): number {
  const keyOf = ({ metadata }: KubeObject) =>
    `${metadata.creationTimestamp ?? '~'} ${metadata.namespace ?? ''}/${metadata.name}`;
  return keyOf(a) < keyOf(b) ? -1 : 1;
}

/** A decision that no object makes. */
export function byNobody(verdict: Decision['verdict'], because: string): Decision {
  return { verdict, object: null, path: '', because };
}

/** A decision by a rule of an object, or by the object as a whole. */
export function byObject(
  verdict: Decision['verdict'],
  object: KubeObject,
  path: string,
  because: string,
): Decision {
  return { verdict, object: refOf(object), path, because };
}

/** `one`, `one and two`, `one, two and three`. */
export function listWords(words: readonly string[], last = 'and'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1) ?? ''}`;
}

/** Labels as people write them: `app=cart, version=v2`. */
export function labelWords(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
}
