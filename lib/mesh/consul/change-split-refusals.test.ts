import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@/lib/domain/kube-object';
import type { SplitIntent } from '@/lib/domain/split';
import { changeSplit } from '@/lib/mesh/consul/change-split';
import { SERVICE_SPLITTER } from '@/lib/mesh/consul/kinds';
import {
  BY_VERSION,
  consulIntent,
  consulSplit,
  entry,
  resolver,
  splitter,
  type ConsulWorld,
} from '@/lib/testing/consul-objects';

const to = (serviceSubset: string, weight?: number) => ({ serviceSubset, weight });
const cart = (...elements: readonly unknown[]) => splitter('cart', elements);

const change = (object: KubeObject, intent: SplitIntent, world: ConsulWorld = {}) =>
  changeSplit(consulSplit(object, world), object, intent);
const ruleOf = (result: ReturnType<typeof change>) => (result.ok ? null : result.error.rule);

/** `v1=90 v2=10` as an intent; `v2=-` leaves the weight out. */
function asking(text: string, resourceVersion = '41'): SplitIntent {
  const pairs = text.split(' ').filter((part) => part !== '');
  return consulIntent(
    pairs.map((pair) => {
      const [subset = '', weight = ''] = pair.split('=');
      return [subset, weight === '-' ? null : Number(weight)] as const;
    }),
    resourceVersion,
  );
}

const pair = cart(to('v1', 90), to('v2', 10));
const triple = cart(to('v1', 80), to('v2', 10), to('v3', 10));

describe('a change of two', () => {
  it.each([
    ['v1=-1 v2=101', 'negative'],
    ['v1=-0.01 v2=100.01', 'negative'],
    ['v1=NaN v2=100', 'not-a-number'],
    ['v1=Infinity v2=0', 'not-a-number'],
    ['v1=1e309 v2=0', 'not-a-number'],
    ['v1=33.333 v2=66.667', 'not-a-step'],
    ['v1=0.005 v2=99.995', 'not-a-step'],
    ['v1=100.01 v2=0', 'too-large'],
    ['v1=1000 v2=0', 'too-large'],
    ['v1=0 v2=0', 'sum'],
    ['v1=- v2=-', 'sum'],
    ['v1=90 v2=9', 'sum'],
    ['v1=90 v2=9.99', 'sum'],
    ['v1=90 v2=10.01', 'sum'],
    ['v1=9 v2=1', 'sum'],
    ['v1=100 v2=100', 'sum'],
    ['v1=- v2=90', 'sum'],
    ['v2=50', 'sum'],
    ['', 'sum'],
    ['v1=50 v9=50', 'unknown-target'],
    ['v1=50 v1=50', 'duplicate-target'],
    ['v1=50 v2=25 v2=25', 'duplicate-target'],
    ['v1=50 v3=50', 'missing-target'],
    ['v2=10 v1=90', 'order'],
    ['v3=10 v1=80 v2=10', 'order'],
    ['v1=90 v2=10', 'no-change'],
  ])('to "%s" is refused: %s', (text, rule) => {
    expect(ruleOf(change(pair, asking(text)))).toBe(rule);
  });
});

describe('a change of three', () => {
  it.each([
    ['v1=50.01 v2=25 v3=24.99', 'sum'],
    ['v1=80.1 v2=15.2 v3=4.7', 'sum'],
    ['v1=50 v2=50', 'missing-target'],
    ['v1=80 v3=10 v2=10', 'order'],
  ])('to "%s" is refused: %s', (text, rule) => {
    expect(ruleOf(change(triple, asking(text)))).toBe(rule);
  });

  it.each([
    'v1=4.7 v2=15.2 v3=80.1',
    'v1=33.33 v2=33.33 v3=33.34',
    'v1=24.99 v2=25 v3=50.01',
    'v1=0.01 v2=0.01 v3=99.98',
    'v1=100 v2=0 v3=0',
    'v1=100 v2=- v3=-',
    'v3=100',
  ])('to "%s" is taken', (text) => {
    expect(ruleOf(change(triple, asking(text)))).toBeNull();
  });
});

describe('whatever the weights, a change is refused', () => {
  it('about another version of the object', () => {
    expect(ruleOf(change(pair, asking('v1=50 v2=50', '40')))).toBe('resource-version');
  });

  it('of a service that is TCP', () => {
    expect(ruleOf(change(pair, asking('v1=50 v2=50'), { defaults: [] }))).toBe('not-http');
  });

  it.each(['v1=50 v2=50', 'v1=100 v2=0'])('with a subset that is not defined: %s', (text) => {
    const world = { resolvers: [resolver('cart', { v1: BY_VERSION.v1 })] };
    expect(ruleOf(change(pair, asking(text), world))).toBe('unknown-subset');
    expect(ruleOf(change(pair, asking('v1=100'), world))).toBeNull();
  });

  it.each([
    { now: cart(to('v2', 90), to('v1', 10)), because: 'the order changed' },
    { now: cart(to('v1', 100)), because: 'a target went' },
    { now: entry(SERVICE_SPLITTER, 'cart', {}), because: 'the list went' },
    { now: entry(SERVICE_SPLITTER, 'cart', null), because: 'there is no spec' },
    { now: cart({ ...to('v1', 90), namespace: 'b' }, to('v2', 10)), because: 'it leads elsewhere' },
  ])('of an object that is not what was read: $because', ({ now }) => {
    expect(ruleOf(changeSplit(consulSplit(pair), now, asking('v1=50 v2=50')))).toBe('shape');
  });
});
