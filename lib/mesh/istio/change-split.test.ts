import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@/lib/domain/kube-object';
import type { SplitIntent } from '@/lib/domain/split';
import { fieldsOf, listOf } from '@/lib/mesh/fields';
import { changeSplit } from '@/lib/mesh/istio/change-split';
import { intentOf, objectWith, splitOf, to } from '@/lib/testing/istio-split';

const change = (object: KubeObject, intent: SplitIntent) =>
  changeSplit(splitOf(object), object, intent);

const atVersion = { op: 'test', path: '/metadata/resourceVersion', value: '41' };
const identity = (index: number, subset: string) => ({
  op: 'test',
  path: `/spec/http/1/route/${index}/destination`,
  value: { host: 'cart', subset },
});

describe('changeSplit', () => {
  it('moves weights and tests that it moves the right ones', () => {
    const result = change(
      objectWith(to('v1', 90), to('v2', 10)),
      intentOf([
        ['v1', 75],
        ['v2', 25],
      ]),
    );
    expect(result.ok && result.value.patch).toEqual([
      atVersion,
      identity(0, 'v1'),
      identity(1, 'v2'),
      { op: 'replace', path: '/spec/http/1/route/0/weight', value: 75 },
      { op: 'replace', path: '/spec/http/1/route/1/weight', value: 25 },
    ]);
  });

  it('touches nothing but the weights', () => {
    const object = objectWith(
      { ...to('v1', 90), headers: { request: { remove: ['x'] } } },
      to('v2', 10),
    );
    const result = change(
      object,
      intentOf([
        ['v1', 0],
        ['v2', 100],
      ]),
    );
    const expected = structuredClone(object);
    const route = [{ ...to('v1', 0), headers: { request: { remove: ['x'] } } }, to('v2', 100)];
    Object.assign(fieldsOf(listOf(fieldsOf(expected.spec)['http'])[1]), { route });
    expect(result.ok && result.value.after).toEqual(expected);
    expect(result.ok && result.value.before).toBe(object);
  });

  it.each([
    { from: undefined, to: 5, operation: { op: 'add', value: 5 } },
    { from: 5, to: null, operation: { op: 'remove' } },
    { from: 5, to: 6, operation: { op: 'replace', value: 6 } },
    { from: 0, to: 6, operation: { op: 'replace', value: 6 } },
  ])('goes from $from to $to by $operation', ({ from, to: weight, operation }) => {
    const result = change(
      objectWith(to('v1', from), to('v2', 10)),
      intentOf([
        ['v1', weight],
        ['v2', 10],
      ]),
    );
    expect(result.ok && result.value.patch.slice(3)).toEqual([
      { ...operation, path: '/spec/http/1/route/0/weight' },
    ]);
  });

  it('leaves a weight alone that stays as it is', () => {
    const three = objectWith(to('v1', 80), to('v2', 10), to('v3', 10));
    const result = change(
      three,
      intentOf([
        ['v1', 70],
        ['v2', 10],
        ['v3', 20],
      ]),
    );
    const written = result.ok ? result.value.patch.filter(({ op }) => op !== 'test') : [];
    expect(written.map(({ path }) => path)).toEqual([
      '/spec/http/1/route/0/weight',
      '/spec/http/1/route/2/weight',
    ]);
  });

  it('makes one destination a split, and keeps what it says beside its weight', () => {
    const only = { ...to('v1'), headers: { response: { set: { a: 'b' } } } };
    const result = change(
      objectWith(only),
      intentOf([
        ['v1', 90],
        ['v2', 10],
      ]),
    );
    expect(result.ok && result.value.patch).toEqual([
      atVersion,
      { op: 'test', path: '/spec/http/1/route', value: [only] },
      { op: 'replace', path: '/spec/http/1/route', value: [{ ...only, weight: 90 }, to('v2', 10)] },
    ]);
  });

  it('takes a split back to one destination, as the undo of that', () => {
    const object = objectWith(to('v1', 90), to('v2', 10));
    const result = change(object, intentOf([['v1', null]]));
    expect(result.ok && result.value.patch.at(-1)).toEqual({
      op: 'replace',
      path: '/spec/http/1/route',
      value: [to('v1')],
    });
  });

  it('writes the port of a destination it adds', () => {
    const only = { destination: { host: 'cart', subset: 'v1', port: { number: 80 } } };
    const result = change(objectWith(only), {
      resourceVersion: '41',
      targets: [
        { host: 'cart', subset: 'v1', port: 80, weight: 1 },
        { host: 'cart', subset: 'v2', port: 80, weight: 1 },
      ],
    });
    expect(result.ok && result.value.patch.at(-1)).toMatchObject({
      value: [
        only,
        { destination: { host: 'cart', subset: 'v2', port: { number: 80 } }, weight: 1 },
      ],
    });
  });

  it('never writes anything that reading back does not show as intended', () => {
    const weights = fc.tuple(fc.nat(1000), fc.nat(1000), fc.nat(1000), fc.nat(1000));
    fc.assert(
      fc.property(weights, ([a, b, c, d]) => {
        const object = objectWith(to('v1', a), to('v2', b));
        const result = change(
          object,
          intentOf([
            ['v1', c],
            ['v2', d],
          ]),
        );
        if (!result.ok) {
          expect(['all-zero', 'no-change']).toContain(result.error.rule);
          return;
        }
        const after = splitOf({ ...object, spec: fieldsOf(result.value.after)['spec'] });
        expect(after.targets.map(({ weight }) => weight)).toEqual([c, d]);
      }),
    );
  });
});
