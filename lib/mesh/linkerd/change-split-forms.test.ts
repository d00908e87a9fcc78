import { describe, expect, it } from 'vitest';
import { listAt } from '@/lib/mesh/json-pointer';
import { changeSplit } from '@/lib/mesh/linkerd/change-split';
import {
  CARRIERS,
  change,
  NUMBER_SPLIT,
  PROFILE,
  QUANTITY_SPLIT,
  ROUTE,
  ruleOf,
  splitOf,
} from '@/lib/testing/linkerd-carriers';

type Written = readonly (readonly [string, unknown?])[];

describe('zeros', () => {
  const from: Written = [
    ['v1', 9],
    ['v2', 1],
  ];

  it.each([
    { carrier: ROUTE, rule: null },
    { carrier: QUANTITY_SPLIT, rule: null },
    { carrier: NUMBER_SPLIT, rule: null },
    { carrier: PROFILE, rule: 'too-small' },
  ])('one in a $carrier.title: $rule', ({ carrier, rule }) => {
    expect(
      ruleOf(carrier, carrier.object(from), [
        ['v1', 1],
        ['v2', 0],
      ]),
    ).toBe(rule);
  });

  it.each(CARRIERS)('only, in a $title, are refused', (carrier) => {
    const rule = ruleOf(carrier, carrier.object(from), [
      ['v1', 0],
      ['v2', 0],
    ]);
    expect(rule).toBe(carrier === PROFILE ? 'too-small' : 'all-zero');
  });

  it('are explained where the mesh takes none', () => {
    const result = change(PROFILE, PROFILE.object(from), [
      ['v1', 1],
      ['v2', 0],
    ]);
    expect(result.ok || result.error.message).toContain('above 0 only');
  });
});

describe('the form of weights', () => {
  it.each([
    { carrier: QUANTITY_SPLIT, from: ['900m', '100m'], to: [0.8, 0.2], gives: ['800m', '200m'] },
    { carrier: QUANTITY_SPLIT, from: ['900m', '100m'], to: [1, 0], gives: ['1000m', '0m'] },
    { carrier: QUANTITY_SPLIT, from: [1, 1], to: [1.5, 0.5], gives: ['1500m', '500m'] },
    { carrier: QUANTITY_SPLIT, from: ['0.9', '0.1'], to: [0.75, 0.25], gives: ['0.75', '0.25'] },
    { carrier: QUANTITY_SPLIT, from: [0.5, 2], to: [0.5, 3], gives: ['500m', 3] },
    { carrier: PROFILE, from: ['900m', '100m'], to: [0.65, 0.35], gives: ['650m', '350m'] },
    { carrier: PROFILE, from: [9, 1], to: [90, 10], gives: [90, 10] },
    { carrier: PROFILE, from: ['1', '1'], to: [1.98, 0.02], gives: ['1980m', '20m'] },
    { carrier: NUMBER_SPLIT, from: [0.9, 0.1], to: [0.8, 0.2], gives: [0.8, 0.2] },
    { carrier: NUMBER_SPLIT, from: [9, 1], to: [8, 2], gives: [8, 2] },
    { carrier: NUMBER_SPLIT, from: ['900m', '1'], to: [0.9, 2], gives: [0.9, 2] },
  ])('$from becomes $gives in a $carrier.title', ({ carrier, from, to, gives }) => {
    const [first, second] = from;
    const result = change(
      carrier,
      carrier.object([
        ['v1', first],
        ['v2', second],
      ]),
      [
        ['v1', to[0] ?? null],
        ['v2', to[1] ?? null],
      ],
    );
    const after = result.ok ? (listAt(result.value.after, carrier.path) ?? []) : [];
    expect(after.map(({ weight }) => weight)).toEqual(gives);
  });

  it.each([QUANTITY_SPLIT, NUMBER_SPLIT, PROFILE])(
    'needs a weight of every target in a $title',
    (carrier) => {
      const object = carrier.object([
        ['v1', 9],
        ['v2', 1],
      ]);
      expect(
        ruleOf(carrier, object, [
          ['v1', 9],
          ['v2', null],
        ]),
      ).toBe('no-weight');
    },
  );

  it('may leave one out in an HTTPRoute, where that is 1', () => {
    const result = change(
      ROUTE,
      ROUTE.object([
        ['v1', 9],
        ['v2', 2],
      ]),
      [
        ['v1', 9],
        ['v2', null],
      ],
    );
    expect(result.ok && result.value.patch.at(-1)).toEqual({
      op: 'remove',
      path: `${ROUTE.path}/1/weight`,
    });
  });
});

it('a backend without a port is refused as Linkerd’s webhook would', () => {
  const rules = [
    { backendRefs: [{ name: 'web' }] },
    { backendRefs: [{ name: 'cart-v1' }, { name: 'cart-v2' }] },
  ];
  const object = ROUTE.object([], { rules });
  const result = changeSplit(splitOf(object), object, {
    resourceVersion: '41',
    targets: [
      { host: 'cart-v1', weight: 9 },
      { host: 'cart-v2', weight: 1 },
    ],
  });
  expect(result.ok || result.error.rule).toBe('port-needed');
});
