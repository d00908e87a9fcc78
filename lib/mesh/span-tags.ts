import type { SpanFacts } from '@/lib/domain/span-facts';

/**
 * The value of a span's tag, else of its process. Envoy writes `-` for what it does not know, which is
 * no value, as '' is none.
 */
export function spanTag({ tags, processTags }: SpanFacts, key: string): string | undefined {
  const value = tags.get(key) ?? processTags.get(key);
  return value === undefined || value === '' || value === '-' ? undefined : value;
}
