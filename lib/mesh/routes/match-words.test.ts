import { describe, expect, it } from 'vitest';
import { ruleWords } from '@/lib/mesh/routes/match-words';

describe('ruleWords', () => {
  it.each([
    { matches: undefined, words: [] },
    { matches: [{ path: { type: 'PathPrefix', value: '/' } }], words: [] },
    { matches: [{ path: { type: 'Exact', value: '/' } }], words: ['path is /'] },
    { matches: [{ path: { value: '/cart/' } }], words: ['path is /cart or below it'] },
    {
      matches: [{ path: { type: 'RegularExpression', value: '/c.*' } }],
      words: ['path matches /c.*'],
    },
    {
      matches: [
        {
          path: { type: 'PathPrefix', value: '/buy' },
          method: 'POST',
          headers: [{ name: 'x-canary', value: 'true' }],
          queryParams: [{ type: 'RegularExpression', name: 'v', value: '2.*' }],
        },
      ],
      words: [
        'path is /buy or below it and method is POST and header x-canary is true and query parameter v matches 2.*',
      ],
    },
    {
      matches: [{ method: 'GET' }, { headers: [{ name: 'a', value: 'b' }] }],
      words: ['method is GET', 'header a is b'],
    },
    { matches: [{ method: 'GET' }, {}], words: [] },
  ])('says $words of an HTTP rule', ({ matches, words }) => {
    expect(ruleWords('http', matches)).toEqual(words);
  });

  it.each([
    { method: { service: 'shop.Cart', method: 'Add' }, words: ['gRPC method is shop.Cart/Add'] },
    { method: { service: 'shop.Cart' }, words: ['gRPC service is shop.Cart'] },
    { method: { method: 'Add' }, words: ['gRPC method is Add'] },
    {
      method: { type: 'RegularExpression', service: 'shop\\..*', method: 'A.*' },
      words: ['gRPC service matches shop\\..* and gRPC method matches A.*'],
    },
  ])('says $words of a gRPC rule', ({ method, words }) => {
    expect(ruleWords('grpc', [{ method }])).toEqual(words);
  });

  it('says nothing of TCP and TLS rules, which match nothing', () => {
    expect(ruleWords('tcp', [{ path: { value: '/x' } }])).toEqual([]);
    expect(ruleWords('tls', undefined)).toEqual([]);
  });
});
