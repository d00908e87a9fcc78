import type { Tag } from '@/lib/domain/raw-trace';

/** The text of a span that a search looks at. */
export interface SearchableSpan {
  readonly id: string;
  readonly operation: string;
  readonly tags: readonly Tag[];
  readonly events: readonly { readonly name: string; readonly fields: readonly Tag[] }[];
}

export interface SpanSearch {
  /** In lower case. A span matches when it has any of them. */
  readonly terms: readonly string[];
  /** In lower case. Tags whose key contains one of these are not looked at. */
  readonly ignoredKeys: readonly string[];
}

/**
 * Reads what was typed into the find box: words apart by space, any of which may match; `"two words"`
 * stay together; `-key` keeps the search out of tags whose key contains `key`.
 */
export function parseSpanSearch(text: string): SpanSearch {
  const [terms, ignoredKeys]: [string[], string[]] = [[], []];
  for (const [, minus, quoted, bare] of text.matchAll(/(-?)(?:"([^"]*)"?|([^\s"]+))/g)) {
    const word = (quoted ?? bare ?? '').toLowerCase();
    if (word === '') continue;
    (minus === '-' ? ignoredKeys : terms).push(word);
  }
  return { terms, ignoredKeys };
}

/**
 * Finds the spans in which a search occurs: in the operation, the service, a tag of the span, its
 * events or its service (key, value or `key=value`), upper and lower case alike; or whose id is a
 * term. A search without terms finds nothing.
 *
 * @returns Indices in ascending order.
 */
export function findSpans(
  spans: readonly (SearchableSpan & { readonly service: number })[],
  services: readonly { readonly name: string; readonly tags: readonly Tag[] }[],
  search: SpanSearch,
): number[] {
  if (search.terms.length === 0) return [];
  const matches = (text: string) => {
    const lower = text.toLowerCase();
    return search.terms.some((term) => lower.includes(term));
  };
  const isLookedAt = ([key]: Tag) => {
    const lower = key.toLowerCase();
    return !search.ignoredKeys.some((ignored) => lower.includes(ignored));
  };
  const inTags = (tags: readonly Tag[]) =>
    tags.some((tag) => isLookedAt(tag) && matches(`${tag[0]}=${tag[1]}`));

  const byService = services.map(({ name, tags }) => matches(name) || inTags(tags));
  return [...spans.keys()].filter((index) => {
    const span = spans[index];
    if (span === undefined) return false;
    return (
      byService[span.service] === true ||
      search.terms.includes(span.id.toLowerCase()) ||
      matches(span.operation) ||
      inTags(span.tags) ||
      span.events.some(({ name, fields }) => matches(name) || inTags(fields))
    );
  });
}
