import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addsUpInFloat32 } from '@/lib/domain/float32-weights';
import type { KubeObject } from '@/lib/domain/kube-object';
import type { SplitIntent } from '@/lib/domain/split';
import { inOwnScale, moveWeight, refusalOf, spread } from '@/lib/domain/weights';
import { changeSplit } from '@/lib/mesh/consul/change-split';
import { CONSUL_WEIGHTS } from '@/lib/mesh/consul/weights';
import { fieldsOf, listOf } from '@/lib/mesh/fields';
import {
  BY_VERSION,
  consulIntent,
  consulSplit,
  resolver,
  splitter,
  type ConsulWorld,
} from '@/lib/testing/consul-objects';
import { service } from '@/lib/testing/kube-objects';

const to = (serviceSubset: string, weight?: number, more: object = {}) => ({
  ...more,
  serviceSubset,
  ...(weight === undefined ? {} : { weight }),
});
const cart = (...elements: readonly unknown[]) => splitter('cart', elements);

const change = (object: KubeObject, intent: SplitIntent, world: ConsulWorld = {}) =>
  changeSplit(consulSplit(object, world), object, intent);

const atVersion = { op: 'test', path: '/metadata/resourceVersion', value: '41' };
const identity = (index: number, value: string, field = 'serviceSubset') => ({
  op: 'test',
  path: `/spec/splits/${index}/${field}`,
  value,
});
const replace = (index: number, value: number) => ({
  op: 'replace',
  path: `/spec/splits/${index}/weight`,
  value,
});

describe('a change of a ServiceSplitter', () => {
  it('moves weights and tests that it moves the right ones', () => {
    const result = change(
      cart(to('v1', 90), to('v2', 10, { service: 'cart' })),
      consulIntent([
        ['v1', 75.5],
        ['v2', 24.5],
      ]),
    );
    expect(result.ok && result.value.patch).toEqual([
      atVersion,
      identity(0, 'v1'),
      identity(1, 'cart', 'service'),
      identity(1, 'v2'),
      replace(0, 75.5),
      replace(1, 24.5),
    ]);
  });

  it.each([
    { from: 10, to: 20, operation: { op: 'replace', value: 20 } },
    { from: 10, to: 0, operation: { op: 'replace', value: 0 } },
    { from: undefined, to: 33.33, operation: { op: 'add', value: 33.33 } },
    { from: 0, to: 0.01, operation: { op: 'replace', value: 0.01 } },
    { from: 10, to: null, operation: { op: 'remove' } },
  ])('from $from to $to does one thing to a weight', ({ from, to: weight, operation }) => {
    const result = change(
      cart(to('v1', 100 - (from ?? 0)), to('v2', from)),
      consulIntent([
        ['v1', Number((100 - (weight ?? 0)).toFixed(2))],
        ['v2', weight],
      ]),
    );
    const patch = result.ok ? result.value.patch : [];
    expect(patch.at(-1)).toEqual({ path: '/spec/splits/1/weight', ...operation });
  });

  it('touches nothing but the weights', () => {
    const headers = { requestHeaders: { set: { 'x-version': 'v2' } } };
    const object = {
      ...cart(to('v1', 90), to('v2', 10, headers)),
      status: { lastSyncedTime: 'then' },
    };
    const result = change(
      object,
      consulIntent([
        ['v1', 60],
        ['v2', 40],
      ]),
    );
    const after = {
      ...object,
      spec: { splits: [to('v1', 60), { ...headers, serviceSubset: 'v2', weight: 40 }] },
    };
    expect(result.ok && result.value.after).toEqual(after);
    expect(result.ok && result.value.before).toBe(object);
  });

  it('widens a single target to a subset, which keeps the fields of the old one', () => {
    const headers = { responseHeaders: { remove: ['server'] } };
    const object = cart(to('v1', 100, headers));
    const result = change(
      object,
      consulIntent([
        ['v1', 95],
        ['v2', 5],
      ]),
    );
    expect(result.ok && result.value.patch).toEqual([
      atVersion,
      { op: 'test', path: '/spec/splits', value: listOf(fieldsOf(object.spec)['splits']) },
      {
        op: 'replace',
        path: '/spec/splits',
        value: [{ ...headers, serviceSubset: 'v1', weight: 95 }, to('v2', 5)],
      },
    ]);
  });

  it('widens two to three', () => {
    const result = change(
      cart(to('v1', 90), to('v2', 10)),
      consulIntent([
        ['v1', 80],
        ['v2', 10],
        ['v3', 10],
      ]),
    );
    expect(result.ok && fieldsOf(fieldsOf(result.value.after)['spec'])['splits']).toEqual([
      to('v1', 80),
      to('v2', 10),
      to('v3', 10),
    ]);
  });

  it('goes back to one of its targets with everything', () => {
    const result = change(cart(to('v1', 90), to('v2', 10)), consulIntent([['v2', 100]]));
    expect(result.ok && result.value.patch.at(-1)).toEqual({
      op: 'replace',
      path: '/spec/splits',
      value: [to('v2', 100)],
    });
  });

  it('names the service of a new target where it is another', () => {
    const world = {
      resolvers: [resolver('next', BY_VERSION)],
      services: [service('cart'), service('next')],
    };
    const object = cart({ service: 'next', serviceSubset: 'v1', weight: 100 });
    const intent = {
      resourceVersion: '41',
      targets: [
        { host: 'next', subset: 'v1', weight: 50 },
        { host: 'next', subset: 'v3', weight: 50 },
      ],
    };
    const result = change(object, intent, world);
    expect(result.ok && result.value.patch.at(-1)).toMatchObject({
      value: [
        { service: 'next', serviceSubset: 'v1', weight: 50 },
        { service: 'next', serviceSubset: 'v3', weight: 50 },
      ],
    });
  });
});

it('writes no weights that Consul refuses, whatever was moved', () => {
  const subsets = ['v1', 'v2', 'v3'];
  const moves = fc.array(fc.tuple(fc.nat(2), fc.nat(10_000)), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(fc.tuple(fc.nat(99), fc.nat(99), fc.nat(99)), moves, (ratio, all) => {
      const start = spread(ratio, [100, 0, 0], CONSUL_WEIGHTS);
      const object = cart(...subsets.map((name, i) => to(name, start[i])));
      let weights = start;
      for (const [index, count] of all) {
        weights = moveWeight(weights, index, count / 100, new Set(), CONSUL_WEIGHTS);
      }
      const written = inOwnScale(weights, start, CONSUL_WEIGHTS);
      const result = change(
        object,
        consulIntent(subsets.map((name, i) => [name, written[i] ?? null])),
      );
      if (!result.ok) {
        expect(result.error.rule).toBe('no-change');
        return;
      }
      const after = listOf(fieldsOf(fieldsOf(result.value.after)['spec'])['splits']);
      const numbers = after.map((each) => Number(fieldsOf(each)['weight'] ?? 0));
      expect(refusalOf(numbers, CONSUL_WEIGHTS)).toBeNull();
      expect(addsUpInFloat32(numbers, 100)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});
