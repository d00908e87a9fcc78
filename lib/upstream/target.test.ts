import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBaseUrl, targetUrl } from '@/lib/upstream/target';

describe('a base URL', () => {
  it.each([
    ['http://prometheus:9090', 'http://prometheus:9090/'],
    ['https://host/prom/path', 'https://host/prom/path/'],
    ['http://[::1]:9090/x/', 'http://[::1]:9090/x/'],
  ])('%s is taken', (text, href) => {
    expect(readBaseUrl('prometheus', text).href).toBe(href);
  });

  it.each([
    'prometheus:9090',
    'file:///etc/passwd',
    'ftp://host/',
    'http://user:secret@host/',
    'http://host/?a=b',
    'http://host/#x',
    '',
  ])('%s is refused without repeating it', (text) => {
    expect(() => readBaseUrl('tracing', text)).toThrow(TypeError);
    expect(() => readBaseUrl('tracing', text)).not.toThrow(/secret/);
  });
});

describe('a target', () => {
  const base = readBaseUrl('kubernetes', 'https://host:6443/k8s/clusters/c-1');

  it.each([
    '..%2f',
    '%2e%2e',
    '%252f',
    ';',
    '//',
    '\\',
    '?',
    '#',
    'https://evil/',
    '@evil',
    '.a',
    'a/../..',
    ' ',
    '\n',
    '\0',
  ])('keeps %j as one segment', (segment) => {
    const url = targetUrl('kubernetes', base, ['api', segment, 'x']);
    expect(url.origin).toBe('https://host:6443');
    expect(url.pathname).toBe(`/k8s/clusters/c-1/api/${encodeURIComponent(segment)}/x`);
    expect(url.search + url.hash).toBe('');
  });

  it.each(['', '.', '..', '\ud800'])('cannot have the segment %j', (segment) => {
    expect(() => targetUrl('kubernetes', base, ['api', segment])).toThrow(/no path segment/);
  });

  it('stays below the base and gives each segment back, whatever is in them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }), {
          minLength: 1,
          maxLength: 4,
        }),
        (segments) => {
          fc.pre(segments.every((segment) => segment !== '.' && segment !== '..'));
          const url = targetUrl('kubernetes', base, segments);
          const below = url.pathname.slice(base.pathname.length).split('/').map(decodeURIComponent);
          expect(url.href.startsWith(base.href)).toBe(true);
          expect(below).toEqual(segments);
        },
      ),
    );
  });
});
