import type { Refusal, Split, SplitIntent, TargetRef } from '@/lib/domain/split';

/** What makes two references the same target. */
export function keyOf(ref: TargetRef | null): string {
  return JSON.stringify([ref?.host, ref?.subset ?? null, ref?.port ?? null]);
}

/** Whether two lists name the same targets in the same order. */
export function isSameList(a: readonly TargetRef[], b: readonly TargetRef[]): boolean {
  return a.length === b.length && a.every((ref, i) => keyOf(ref) === keyOf(b[i] ?? null));
}

/** A target in words. */
export function nameOfTarget({ host, subset }: TargetRef): string {
  return subset === undefined ? host : `Subset ${subset} of ${host}`;
}

/**
 * Says which list of targets an intent may not ask for: one with a target that is neither there nor a
 * candidate, with one twice, without one of those that are there (unless it goes back to a single one),
 * or in another order. Null when it may.
 *
 * @param noun What the thing with the targets is called, for example `route`.
 */
export function listRefusal(
  split: Split,
  targets: SplitIntent['targets'],
  noun: string,
): Refusal | null {
  // An object may hold a target twice; where it stays in its place, that is its own affair.
  if (isSameList(targets, split.targets)) return null;
  const wanted = targets.map(keyOf);
  const current = split.targets.map(keyOf);
  const known = new Set([...current, ...split.candidates.map(keyOf)]);
  const unknown = targets.find((target) => !known.has(keyOf(target)));
  if (unknown !== undefined) {
    const message = `${nameOfTarget(unknown)} is neither a target of this ${noun} nor one that it could get.`;
    return { rule: 'unknown-target', message };
  }
  if (new Set(wanted).size !== wanted.length) {
    return { rule: 'duplicate-target', message: 'A target is named twice.' };
  }
  // A split may go back to one of its targets; it may not lose one unnoticed.
  const [only = ''] = wanted;
  if (wanted.length === 1 && current.length > 1 && current.includes(only)) return null;
  const missing = split.targets.find((target) => !wanted.includes(keyOf(target)));
  if (missing !== undefined) {
    const message = `${nameOfTarget(missing)} is missing. Give it the weight 0 to send it nothing.`;
    return { rule: 'missing-target', message };
  }
  if (current.some((key, i) => key !== wanted[i])) {
    return { rule: 'order', message: 'The targets are not in the order of the object.' };
  }
  return null;
}
