import { describe, expect, it } from 'vitest';
import { matchWords } from '@/lib/mesh/consul/match-words';

describe('matchWords', () => {
  it.each([
    [undefined, ''],
    [{}, ''],
    [{ http: {} }, ''],
    [{ http: { pathPrefix: '/' } }, ''],
    [{ http: { pathPrefix: '/api' } }, 'path starts with /api'],
    [{ http: { pathExact: '/' } }, 'path is /'],
    [{ http: { pathRegex: '/a.*', caseInsensitive: true } }, 'path matches /a.* (in any case)'],
    [{ http: { header: [{ name: 'x-canary', exact: 'true' }] } }, 'header x-canary is true'],
    [{ http: { header: [{ name: 'x', present: true }] } }, 'header x is present'],
    [
      { http: { header: [{ name: 'x', present: true, invert: true }] } },
      'not (header x is present)',
    ],
    [{ http: { header: [{ name: 'x', prefix: 'a' }] } }, 'header x starts with a'],
    [{ http: { header: [{ name: 'x', suffix: 'a' }] } }, 'header x ends with a'],
    [{ http: { header: [{ name: 'x', regex: 'a+' }] } }, 'header x matches a+'],
    [{ http: { queryParam: [{ name: 'q', exact: '1' }] } }, 'query parameter q is 1'],
    [{ http: { methods: ['GET', 'HEAD'] } }, 'method is GET or HEAD'],
    [
      { http: { pathPrefix: '/pay', header: [{ name: 'a', exact: 'b' }], methods: ['POST'] } },
      'path starts with /pay and header a is b and method is POST',
    ],
  ])('says of %j: %s', (match, words) => {
    expect(matchWords(match)).toBe(words);
  });
});
