import type { KubeObject } from '@/lib/domain/kube-object';
import type { ObjectRef } from '@/lib/domain/object-ref';
import type { Decision } from '@/lib/domain/policy';

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
  object: ObjectRef,
  path: string,
  because: string,
): Decision {
  return { verdict, object, path, because };
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
