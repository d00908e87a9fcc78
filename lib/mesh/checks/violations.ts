import type { KubeObject } from '@/lib/domain/kube-object';
import type { SplitWarning } from '@/lib/domain/split';
import type { Violation } from '@/lib/mesh/checks/rule';

/** A violation at a place. */
export function at(path: string, message: string, ...related: readonly KubeObject[]): Violation {
  return { path, message, ...(related.length === 0 ? {} : { related }) };
}

/** Those of the warnings about a split that have one of these codes, at a place. */
export function warned(
  path: string,
  warnings: readonly SplitWarning[],
  ...codes: readonly string[]
): readonly Violation[] {
  return warnings
    .filter(({ code }) => codes.includes(code))
    .map(({ message }) => ({ path, message }));
}
