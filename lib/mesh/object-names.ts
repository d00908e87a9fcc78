import type { KubeObject } from '@/lib/domain/kube-object';
import type { SplitWarning } from '@/lib/domain/split';

/** How sentences name an object: `namespace/name`. */
export function nameOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

/** Whether both are one object of one kind; versions of a group are the same kind. */
export function isSameObject(a: KubeObject, b: KubeObject): boolean {
  return nameOf(a) === nameOf(b) && a.kind === b.kind && groupOf(a) === groupOf(b);
}

/** The API group of an object; empty for the core. */
function groupOf({ apiVersion }: KubeObject): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}

/** A warning by its code and its sentence. */
export function warning(code: string, message: string): SplitWarning {
  return { code, message };
}
