import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@/lib/domain/kube-object';
import { allTo, inOwnScale, moveWeight, refusalOf } from '@/lib/domain/weights';
import { changeSplit } from '@/lib/mesh/gateway-api/change-split';
import { HTTP_ROUTE } from '@/lib/mesh/gateway-api/kinds';
import { splits } from '@/lib/mesh/gateway-api/splits';
import { backendWeights } from '@/lib/mesh/routes/backend-refs';
import {
  backend,
  backendIntent,
  routeObject,
  storeWithRoutes,
  toService,
} from '@/lib/testing/routes';

const PATH = '/spec/rules/0/backendRefs';

function routeOf(...backendRefs: readonly unknown[]): KubeObject {
  const rule = { name: 'all', backendRefs, timeouts: { request: '5s' } };
  return routeObject(HTTP_ROUTE, 'cart', { parentRefs: [toService('cart')], rules: [rule] });
}

function splitOf(object: KubeObject) {
  const [split] = splits(storeWithRoutes([HTTP_ROUTE, [object]]));
  if (split === undefined) throw new Error('no split');
  return split;
}

type Wanted = readonly (readonly [host: string, weight: number | null])[];

const change = (object: KubeObject, wanted: Wanted, resourceVersion?: string) =>
  changeSplit(splitOf(object), object, backendIntent(wanted, resourceVersion));

const both = routeOf(backend('cart-v1', 90), backend('cart-v2', 10));

describe('a change of a route', () => {
  it('moves weights, and tests every part of every backend’s name', () => {
    const result = change(both, [
      ['cart-v1', 75],
      ['cart-v2', 25],
    ]);
    const patch = result.ok ? result.value.patch : [];
    expect(patch[0]).toEqual({ op: 'test', path: '/metadata/resourceVersion', value: '41' });
    expect(patch.filter(({ op }) => op === 'test').map(({ path }) => path)).toEqual([
      '/metadata/resourceVersion',
      ...[0, 1].flatMap((i) => ['group', 'kind', 'name', 'port'].map((f) => `${PATH}/${i}/${f}`)),
    ]);
    expect(patch.filter(({ op }) => op !== 'test')).toEqual([
      { op: 'replace', path: `${PATH}/0/weight`, value: 75 },
      { op: 'replace', path: `${PATH}/1/weight`, value: 25 },
    ]);
  });

  it('keeps filters of a backend and everything else of the rule', () => {
    const filters = [{ type: 'RequestHeaderModifier' }];
    const object = routeOf(backend('cart-v1', 1, { filters }), backend('cart-v2', 1));
    const result = change(object, [
      ['cart-v1', 3],
      ['cart-v2', 1],
    ]);
    expect(result.ok && result.value.after).toEqual(
      routeOf(backend('cart-v1', 3, { filters }), backend('cart-v2', 1)),
    );
  });

  it('adds a weight that was left out, and leaves one out that is', () => {
    const object = routeOf(backend('cart-v1', 3), backend('cart-v2'));
    const added = change(object, [
      ['cart-v1', 3],
      ['cart-v2', 2],
    ]);
    expect(added.ok && added.value.patch.at(-1)).toEqual({
      op: 'add',
      path: `${PATH}/1/weight`,
      value: 2,
    });
    const left = change(object, [
      ['cart-v1', 4],
      ['cart-v2', null],
    ]);
    expect(left.ok && left.value.patch.filter(({ op }) => op !== 'test')).toHaveLength(1);
  });

  it('widens a rule to further Services of the parent, and goes back to one', () => {
    const wide = change(both, [
      ['cart-v1', 80],
      ['cart-v2', 10],
      ['cart-v3', 10],
    ]);
    expect(wide.ok && wide.value.patch.at(-1)).toMatchObject({
      op: 'replace',
      path: PATH,
      value: [{ name: 'cart-v1' }, { name: 'cart-v2' }, { name: 'cart-v3', port: 80, weight: 10 }],
    });
    const narrow = change(both, [['cart-v2', 1]]);
    expect(narrow.ok && narrow.value.after).toEqual(routeOf(backend('cart-v2', 1)));
  });

  it.each<readonly [string, string, Wanted]>([
    [
      'not-a-number',
      'NaN',
      [
        ['cart-v1', NaN],
        ['cart-v2', 1],
      ],
    ],
    [
      'not-a-number',
      'no end',
      [
        ['cart-v1', 1e309],
        ['cart-v2', 1],
      ],
    ],
    [
      'negative',
      'less than nothing',
      [
        ['cart-v1', -1],
        ['cart-v2', 1],
      ],
    ],
    [
      'not-a-step',
      'a fraction',
      [
        ['cart-v1', 33.333],
        ['cart-v2', 1],
      ],
    ],
    [
      'too-large',
      'more than a million',
      [
        ['cart-v1', 1_000_001],
        ['cart-v2', 1],
      ],
    ],
    [
      'all-zero',
      'nothing for anybody',
      [
        ['cart-v1', 0],
        ['cart-v2', 0],
      ],
    ],
    ['all-zero', 'nothing for an only one', [['cart-v1', 0]]],
    [
      'unknown-target',
      'a Service that is none',
      [
        ['cart-v1', 1],
        ['cart-v2', 1],
        ['web', 1],
      ],
    ],
    [
      'missing-target',
      'a backend less',
      [
        ['cart-v1', 1],
        ['cart-v3', 1],
      ],
    ],
    [
      'duplicate-target',
      'one twice',
      [
        ['cart-v1', 1],
        ['cart-v1', 1],
        ['cart-v2', 1],
      ],
    ],
    [
      'order',
      'another order',
      [
        ['cart-v2', 10],
        ['cart-v1', 90],
      ],
    ],
    [
      'no-change',
      'what is there',
      [
        ['cart-v1', 90],
        ['cart-v2', 10],
      ],
    ],
  ])('is refused (%s): %s', (rule, _, wanted) => {
    expect(change(both, wanted)).toMatchObject({ ok: false, error: { rule } });
  });

  it('is refused on another version, on another shape, and without a port', () => {
    const wanted = [
      ['cart-v1', 1],
      ['cart-v2', 1],
    ] as const;
    expect(change(both, wanted, '40')).toMatchObject({ error: { rule: 'resource-version' } });
    const turned = routeOf(backend('cart-v2', 10), backend('cart-v1', 90));
    expect(changeSplit(splitOf(both), turned, backendIntent(wanted))).toMatchObject({
      error: { rule: 'shape' },
    });
    const portless = { resourceVersion: '41', targets: [{ host: 'cart-v1', weight: 1 }] };
    expect(changeSplit(splitOf(both), both, portless)).toMatchObject({
      error: { rule: 'port-needed' },
    });
  });

  it('is refused for more backends than a rule may have', () => {
    const many = Array.from({ length: 17 }, (_, i) => [`cart-v${i}`, 1] as const);
    expect(change(both, many)).toMatchObject({ error: { rule: 'too-many-targets' } });
  });
});

describe.each([true, false])('weights of routes, an only backend takes all: %s', (takesAll) => {
  const arithmetic = backendWeights(takesAll);
  const weight = fc.option(fc.integer({ min: 0, max: 1_000_000 }), { nil: null });

  it('are never refused after any moves', () => {
    const anyWeights = fc
      .array(weight, { minLength: 2, maxLength: 6 })
      .filter((all) => all.some((each) => each !== 0));
    const anyMove = fc.tuple(fc.nat(5), fc.integer({ min: 0, max: 100 }), fc.boolean());
    fc.assert(
      fc.property(anyWeights, fc.array(anyMove, { maxLength: 12 }), (written, moves) => {
        let draft: readonly (number | null)[] = written;
        for (const [index, percent, isAll] of moves) {
          const at = index % written.length;
          draft = isAll
            ? allTo(draft, at, arithmetic)
            : moveWeight(draft, at, percent, new Set(), arithmetic);
        }
        expect(refusalOf(inOwnScale(draft, written, arithmetic), arithmetic)).toBeNull();
      }),
    );
  });
});
