import { describe, expect, it } from 'vitest';
import { gatewayWords, matchWords } from '@/lib/mesh/istio/match-words';

describe('matchWords', () => {
  it.each([
    { entry: { uri: { exact: '/api' } }, words: 'path is /api' },
    { entry: { uri: { prefix: '/api' } }, words: 'path starts with /api' },
    { entry: { uri: { regex: '^/v[12]' } }, words: 'path matches ^/v[12]' },
    {
      entry: { uri: { prefix: '/A' }, ignoreUriCase: true },
      words: 'path starts with /A (in any case)',
    },
    { entry: { method: { exact: 'GET' } }, words: 'method is GET' },
    { entry: { scheme: { exact: 'https' } }, words: 'scheme is https' },
    { entry: { authority: { prefix: 'api.' } }, words: 'host starts with api.' },
    { entry: { headers: { 'x-user': { exact: 'jason' } } }, words: 'header x-user is jason' },
    { entry: { headers: { 'x-canary': {} } }, words: 'header x-canary is present' },
    { entry: { withoutHeaders: { 'x-bot': {} } }, words: 'not (header x-bot is present)' },
    { entry: { queryParams: { q: { regex: '.+' } } }, words: 'query parameter q matches .+' },
    { entry: { port: 8080 }, words: 'port 8080' },
    { entry: { gateways: ['edge'] }, words: 'through gateway edge' },
    { entry: { gateways: ['mesh'] }, words: 'from within the mesh' },
    { entry: { sourceLabels: { app: 'web' } }, words: 'caller has the label app=web' },
    { entry: { sourceNamespace: 'web' }, words: 'caller is in namespace web' },
    {
      entry: { sniHosts: ['a.example', 'b.example'] },
      words: 'SNI host is a.example or b.example',
    },
    { entry: { destinationSubnets: ['10.0.0.0/8'] }, words: 'destination address is 10.0.0.0/8' },
    { entry: { sourceSubnet: '10.1.0.0/16' }, words: 'caller address is in 10.1.0.0/16' },
    {
      entry: { uri: { prefix: '/api' }, method: { exact: 'GET' } },
      words: 'path starts with /api and method is GET',
    },
  ])('says "$words"', ({ entry, words }) => {
    expect(matchWords([entry])).toEqual([words]);
  });

  it('keeps alternatives apart', () => {
    expect(matchWords([{ uri: { exact: '/a' } }, { port: 80 }])).toEqual(['path is /a', 'port 80']);
  });

  it.each([
    { match: undefined },
    { match: [] },
    { match: [{}] },
    { match: [{ uri: { exact: '/a' } }, {}] },
    { match: [{ gateways: ['mesh', 'edge'] }] },
    { match: 'nonsense' },
  ])('says nothing when everything matches: $match', ({ match }) => {
    expect(matchWords(match)).toEqual([]);
  });

  it('shows text from the object as it is', () => {
    const match = [{ headers: { __proto__x: { exact: '<img src=x>' } } }];
    expect(matchWords(match)).toEqual(['header __proto__x is <img src=x>']);
  });
});

describe('gatewayWords', () => {
  it('says nothing when callers in the mesh count as well', () => {
    expect(gatewayWords(['edge', 'mesh'])).toEqual([]);
  });
});
