import { describe, expect, it } from 'vitest';
import { findSpans, parseSpanSearch, type SearchableSpan } from '@/lib/domain/span-search';

const services = [
  { name: 'reviews.bookinfo', tags: [['host.name', 'node-7']] },
  { name: 'ratings.bookinfo', tags: [] },
] as const;

function span(parts: Partial<SearchableSpan> & { service?: number }) {
  return { id: 'a1', operation: 'GET /', tags: [], events: [], service: 1, ...parts };
}

const finds = (text: string, ...spans: Parameters<typeof span>[0][]) =>
  findSpans(spans.map(span), services, parseSpanSearch(text));

describe('parseSpanSearch', () => {
  it.each([
    { text: 'GET  Reviews', terms: ['get', 'reviews'], ignoredKeys: [] },
    { text: '"GET /x" y', terms: ['get /x', 'y'], ignoredKeys: [] },
    { text: '200 -url -"my key"', terms: ['200'], ignoredKeys: ['url', 'my key'] },
    { text: '"never closed', terms: ['never closed'], ignoredKeys: [] },
    { text: ' "" - ', terms: ['-'], ignoredKeys: [] },
    { text: '', terms: [], ignoredKeys: [] },
  ])('reads $text', ({ text, terms, ignoredKeys }) => {
    expect(parseSpanSearch(text)).toEqual({ terms, ignoredKeys });
  });
});

describe('findSpans', () => {
  it.each([
    { text: 'get', because: 'the operation contains it' },
    { text: 'RATINGS', because: 'the service contains it' },
    { text: 'status_code', because: 'a key contains it' },
    { text: '503', because: 'a value contains it' },
    { text: 'status_code=503', because: 'key=value contains it' },
    { text: 'timeout', because: 'an event contains it' },
    { text: 'attempt=2', because: 'a field of an event contains it' },
    { text: 'A1B2', because: 'it is the id' },
    { text: 'nothing 503', because: 'one term of two is enough' },
  ])('finds $text: $because', ({ text }) => {
    const found = finds(text, {
      id: 'a1b2',
      tags: [['http.status_code', '503']],
      events: [{ name: 'timeout', fields: [['attempt', '2']] }],
    });
    expect(found).toEqual([0]);
  });

  it('finds the spans of a service by a tag of the service', () => {
    expect(finds('node-7', { service: 1 }, { service: 0 })).toEqual([1]);
  });

  it('takes only the whole id', () => {
    expect(finds('a1', { id: 'a1b2' }, { id: 'a1' })).toEqual([1]);
  });

  it('keeps out of tags whose key is left out', () => {
    const tags = [['http.url', '/503']] as const;
    expect(finds('503 -url', { tags })).toEqual([]);
    expect(finds('503 -url', { tags: [...tags, ['code', '503']] })).toEqual([0]);
  });

  it.each(['', '   ', '-url'])('finds nothing for %j', (text) => {
    expect(finds(text, {})).toEqual([]);
  });
});
