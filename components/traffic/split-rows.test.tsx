import { describe, expect, it } from 'vitest';
import { conditionOf, filterSplits, groupSplits } from '@/components/traffic/split-rows';
import { carrierAt, splitFixture, targetFixture } from '@/lib/testing/split-fixture';

const cart = splitFixture();
const canary = splitFixture({
  id: 'istio~shop~cart~http~1',
  match: ['header beta is present'],
  routeName: 'beta-testers',
});
const stock = splitFixture({
  id: 'istio~warehouse~stock~http~0',
  hosts: ['stock.warehouse.svc.cluster.local'],
  carrier: { ...carrierAt('7'), namespace: 'warehouse', name: 'stock' },
  targets: [targetFixture('v1', 1, { fqdn: 'stock.warehouse.svc.cluster.local' })],
});
const all = [stock, canary, cart];

describe('filterSplits', () => {
  it.each([
    { search: '', host: null, finds: [stock, canary, cart] },
    { search: 'BETA', host: null, finds: [canary] },
    { search: 'shop v1', host: null, finds: [canary, cart] },
    { search: 'warehouse', host: null, finds: [stock] },
    { search: 'nothing like it', host: null, finds: [] },
    { search: '', host: 'cart', finds: [canary, cart] },
    { search: '', host: 'cart.shop', finds: [canary, cart] },
    { search: '', host: 'cart.shop.svc.cluster.local', finds: [canary, cart] },
    { search: '', host: 'cart.other', finds: [] },
    { search: '', host: 'stock', finds: [stock] },
  ])('finds by "$search" of $host', ({ search, host, finds }) => {
    expect(filterSplits(all, { search, host })).toEqual(finds);
  });
});

describe('groupSplits', () => {
  it('puts splits under their host, sorted by namespace', () => {
    const groups = groupSplits(all).map(({ namespace, splits }) => [namespace, splits.length]);
    expect(groups).toEqual([
      ['shop', 2],
      ['warehouse', 1],
    ]);
  });
});

describe('conditionOf', () => {
  it('says what leads to a split, and what is left for the last', () => {
    const last = { ...carrierAt('1'), path: '/spec/http/2/route' };
    expect(conditionOf(canary)).toBe('header beta is present');
    expect(conditionOf(cart)).toBe('Everything');
    expect(conditionOf({ match: [], carrier: last })).toBe('Everything else');
    expect(conditionOf({ match: ['port 1', 'port 2'], carrier: last })).toBe('port 1, or port 2');
  });
});
