import type { CodeRate } from '@/lib/domain/model';

/**
 * Tells one way in which requests ended from another. A code may be there twice, once as an error and once
 * not, where a mesh judges by more than the code.
 */
export function codeKey({ httpCode, grpcStatus, flags, error }: Omit<CodeRate, 'rate'>): string {
  return JSON.stringify([httpCode, grpcStatus, flags, error]);
}

/** Adds up rates that ended in one way, the most frequent first. */
export function mergeCodes(codes: readonly CodeRate[]): CodeRate[] {
  const byClass = new Map<string, CodeRate>();
  for (const code of codes) {
    const key = codeKey(code);
    const before = byClass.get(key);
    byClass.set(key, before === undefined ? code : { ...before, rate: before.rate + code.rate });
  }
  return [...byClass.values()].toSorted((a, b) => b.rate - a.rate);
}
