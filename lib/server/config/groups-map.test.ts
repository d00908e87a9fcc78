import { describe, expect, it } from 'vitest';
import { namespacesFor, readGroupsMap } from '@/lib/server/config/groups-map';

const read = (text: string) => readGroupsMap(Buffer.from(text));

function mapOf(text: string) {
  const map = read(text);
  if (typeof map === 'string') throw new Error(map);
  return map;
}

describe('readGroupsMap', () => {
  it('takes YAML and JSON, and any name of a group as text', () => {
    const text =
      'platform: all\n"oidc:shop team": [shop, cart]\n7: [a]\n__proto__: [b]\nempty: []\n';
    expect([...mapOf(text)]).toEqual([
      ['platform', 'all'],
      ['oidc:shop team', ['shop', 'cart']],
      ['7', ['a']],
      ['__proto__', ['b']],
      ['empty', []],
    ]);
    expect([...mapOf('{"a": ["shop"]}')]).toEqual([['a', ['shop']]]);
  });

  it.each([
    ['a: [', 'is not YAML'],
    ['a: all\na: [shop]', 'is not YAML'],
    ['- a', 'must map groups'],
    ['all', 'must map groups'],
    ['{}', 'maps no group'],
    ['a: "*"', 'a: '],
    ['a: shop', 'a: '],
    ['a: [Shop]', 'a'],
    ['a: ["*"]', 'a'],
    ['a: [../b]', 'a'],
    ['a:\n  b: [c]', 'a: '],
    ['"": all', 'must map groups'],
  ])('refuses %j', (text, why) => {
    expect(read(text)).toContain(why);
  });
});

describe('namespacesFor', () => {
  const map = mapOf('all-of-it: all\nshop-team: [shop, cart]\nbilling: [cart, billing]');

  it('joins what the groups give, and nothing more', () => {
    expect(namespacesFor(map, ['shop-team', 'billing'])).toEqual(['billing', 'cart', 'shop']);
    expect(namespacesFor(map, ['shop-team', 'all-of-it'])).toBe('all');
    expect(namespacesFor(map, ['shop-tea', 'SHOP-TEAM', '', 'constructor'])).toEqual([]);
  });
});
