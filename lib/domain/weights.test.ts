import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allTo,
  moveWeight,
  refusalOf,
  sharesOf,
  spread,
  swap,
  type Weights,
} from '@/lib/domain/weights';
import { ABOVE_ZERO, CONSUL, GATEWAY_API, ISTIO } from '@/lib/testing/arithmetics';

const NONE: ReadonlySet<number> = new Set();

describe('sharesOf', () => {
  it.each([
    { weights: [90, 10], shares: [0.9, 0.1], because: 'they add up to 100' },
    { weights: [9, 1], shares: [0.9, 0.1], because: 'weights are relative' },
    { weights: [1, 1, 2], shares: [0.25, 0.25, 0.5], because: 'weights are relative' },
    { weights: [null, 5], shares: [0, 1], because: 'an absent weight is 0' },
    { weights: [0, 7], shares: [0, 1], because: '0 gets nothing' },
    { weights: [null], shares: [1], because: 'a lone destination gets everything' },
    { weights: [0], shares: [1], because: 'even with the weight 0' },
    { weights: [0, 0], shares: [null, null], because: 'nothing is sent anywhere' },
    { weights: [null, null], shares: [null, null], because: 'absent is 0, so all are 0' },
    { weights: [], shares: [], because: 'there are no targets' },
  ])('reads $weights as $shares: $because', ({ weights, shares }) => {
    expect(sharesOf(weights, ISTIO)).toEqual(shares);
  });

  it.each([
    { weights: [null, 3], shares: [0.25, 0.75], because: 'an absent weight is 1' },
    { weights: [0], shares: [null], because: 'a lone 0 gets nothing' },
  ])('reads $weights as $shares under Gateway API: $because', ({ weights, shares }) => {
    expect(sharesOf(weights, GATEWAY_API)).toEqual(shares);
  });
});

describe('refusalOf', () => {
  it.each([
    { weights: [90, 10], rule: undefined },
    { weights: [1, 2, 3], rule: undefined },
    { weights: [null, 1], rule: undefined },
    { weights: [2 ** 31 - 1, 0], rule: undefined },
    { weights: [0], rule: undefined },
    { weights: [null], rule: undefined },
    { weights: [-1, 101], rule: 'negative' },
    { weights: [Number.NaN, 1], rule: 'not-a-number' },
    { weights: [Infinity, 1], rule: 'not-a-number' },
    { weights: [1e309, 1], rule: 'not-a-number' },
    { weights: [33.333, 66.667], rule: 'not-a-step' },
    { weights: [33.0000000001, 67], rule: 'not-a-step' },
    { weights: [2 ** 31, 1], rule: 'too-large' },
    { weights: [0, 0], rule: 'all-zero' },
    { weights: [null, null], rule: 'all-zero' },
    { weights: [0, null, 0], rule: 'all-zero' },
  ])('says $rule for $weights', ({ weights, rule }) => {
    expect(refusalOf(weights, ISTIO)?.rule).toBe(rule);
  });

  it.each([
    { weights: [50, 50], rule: undefined },
    { weights: [33.33, 66.67], rule: undefined },
    { weights: [33.333, 66.667], rule: 'not-a-step' },
    { weights: [50, 49], rule: 'sum' },
    { weights: [101, 0], rule: 'too-large' },
  ])('says $rule for $weights that must add up to 100', ({ weights, rule }) => {
    expect(refusalOf(weights, CONSUL)?.rule).toBe(rule);
  });

  it('refuses a lone 0 where a lone target does not get everything anyhow', () => {
    const strict = { ...GATEWAY_API, refusesAllZero: true };
    expect(refusalOf([0], strict)?.rule).toBe('all-zero');
    expect(refusalOf([null], strict)).toBeNull();
    expect(refusalOf([0], { ...strict, singleTakesAll: true })).toBeNull();
  });

  it.each([
    { weights: [0.9, 0.1], rule: undefined },
    { weights: [1, 0.001], rule: undefined },
    { weights: [0.0005, 1], rule: 'not-a-step' },
    { weights: [1, 0], rule: 'too-small' },
  ])('says $rule for $weights where thousandths are counted and 0 is none', ({ weights, rule }) => {
    expect(refusalOf(weights, ABOVE_ZERO)?.rule).toBe(rule);
  });

  it('lets a mesh that allows it have only zeros', () => {
    expect(refusalOf([0, 0], GATEWAY_API)).toBeNull();
  });
});

describe('moveWeight', () => {
  it.each([
    { from: [90, 10], index: 1, to: 25, locked: [], gives: [75, 25], because: 'the other follows' },
    { from: [90, 10], index: 1, to: 100, locked: [], gives: [0, 100], because: 'all of it' },
    { from: [0, 100], index: 1, to: 40, locked: [], gives: [60, 40], because: 'back from nothing' },
    { from: [60, 30, 10], index: 2, to: 40, locked: [], gives: [40, 20, 40], because: '2:1 stays' },
    {
      from: [100, 0, 0],
      index: 0,
      to: 50,
      locked: [],
      gives: [50, 25, 25],
      because: 'zeros share',
    },
    {
      from: [100, 0, 0],
      index: 0,
      to: 49,
      locked: [],
      gives: [49, 26, 25],
      because: 'rest is first',
    },
    {
      from: [50, 30, 20],
      index: 0,
      to: 60,
      locked: [1],
      gives: [60, 30, 10],
      because: '1 is locked',
    },
    {
      from: [50, 30, 20],
      index: 0,
      to: 90,
      locked: [1],
      gives: [70, 30, 0],
      because: 'no more is free',
    },
    {
      from: [50, 50],
      index: 0,
      to: 80,
      locked: [1],
      gives: [50, 50],
      because: 'nothing can follow',
    },
    {
      from: [50, 50],
      index: 0,
      to: -5,
      locked: [],
      gives: [0, 100],
      because: 'there is no less than 0',
    },
    {
      from: [50, 50],
      index: 0,
      to: 1e9,
      locked: [],
      gives: [100, 0],
      because: 'nor more than all',
    },
    {
      from: [50, 50],
      index: 0,
      to: Number.NaN,
      locked: [],
      gives: [50, 50],
      because: 'not a number',
    },
    { from: [50, 50], index: 7, to: 10, locked: [], gives: [50, 50], because: 'no such target' },
    { from: [9, 1], index: 1, to: 25, locked: [], gives: [75, 25], because: '10 is too coarse' },
    {
      from: [1, 1, 1],
      index: 0,
      to: 50,
      locked: [],
      gives: [50, 25, 25],
      because: '3 is too coarse',
    },
    { from: [995, 5], index: 1, to: 1.2, locked: [], gives: [988, 12], because: '1000 is finer' },
    {
      from: [0, 0],
      index: 0,
      to: 30,
      locked: [],
      gives: [30, 70],
      because: 'it starts from nothing',
    },
    { from: [null, 1], index: 0, to: 20, locked: [], gives: [20, 80], because: 'absent is 0' },
    {
      from: [null],
      index: 0,
      to: 20,
      locked: [],
      gives: [100],
      because: 'alone it has everything',
    },
  ])('moves $index of $from to $to %: $gives, $because', ({ from, index, to, locked, gives }) => {
    expect(moveWeight(from, index, to, new Set(locked), ISTIO)).toEqual(gives);
  });

  it('moves hundredths where the mesh counts them, and keeps the total exact', () => {
    expect(moveWeight([33.33, 33.33, 33.34], 0, 50, NONE, CONSUL)).toEqual([50, 25, 25]);
    // Not 50.01, 25, 24.99: in 32-bit floats that is a little less than 100.
    expect(moveWeight([50, 25, 25], 0, 50.01, NONE, CONSUL)).toEqual([50.01, 24.99, 25]);
  });

  it.each([
    { from: [0.9, 0.1], index: 1, to: 0, gives: [99, 1] },
    { from: [0.9, 0.1], index: 1, to: 100, gives: [1, 99] },
    { from: [1, 1, 1], index: 0, to: 100, gives: [98, 1, 1] },
    { from: [1, 0], index: 0, to: 100, gives: [99, 1] },
  ])('leaves every target something where 0 is none: $from to $gives', (move) => {
    const moved = moveWeight(move.from, move.index, move.to, NONE, ABOVE_ZERO);
    expect(moved).toEqual(move.gives);
    expect(refusalOf(moved, ABOVE_ZERO)).toBeNull();
  });

  it.each([
    ['in whole numbers', ISTIO, fc.integer({ min: 0, max: 2 ** 31 - 1 })],
    [
      'above zero, in thousandths',
      ABOVE_ZERO,
      fc.integer({ min: 0, max: 4000 }).map((n) => n / 1000),
    ],
  ] as const)(
    'never gives weights that the mesh refuses, and keeps the total, whatever is done: %s',
    (_, arithmetic, weight) => {
      const start = fc.array(fc.option(weight), {
        minLength: 1,
        maxLength: 6,
      });
      const step = fc.record({
        index: fc.nat(6),
        percent: fc.oneof(fc.integer({ min: -10, max: 110 }), fc.double()),
        locked: fc.array(fc.nat(6), { maxLength: 4 }),
      });
      fc.assert(
        fc.property(start, fc.array(step, { minLength: 1, maxLength: 20 }), (weights, steps) => {
          let draft: Weights = weights;
          let total: number | null = null;
          for (const { index, percent, locked } of steps) {
            const moved = moveWeight(draft, index, percent, new Set(locked), arithmetic);
            expect(refusalOf(moved, arithmetic)).toBeNull();
            const sum = moved.reduce((a, b) => a + b, 0);
            if (total !== null) expect(sum).toBe(total);
            [draft, total] = [moved, sum];
          }
        }),
      );
    },
  );

  it('never lets a locked target move', () => {
    const weights = fc.array(fc.nat(100), { minLength: 3, maxLength: 5 });
    fc.assert(
      fc.property(weights, fc.nat(4), fc.integer({ min: 0, max: 100 }), (parts, lock, percent) => {
        const from = spread(parts, parts, ISTIO);
        const locked = lock % from.length;
        const moved = moveWeight(
          from,
          (locked + 1) % from.length,
          percent,
          new Set([locked]),
          ISTIO,
        );
        expect(moved[locked]).toBe(from[locked]);
      }),
    );
  });
});

describe('presets', () => {
  it('gives everything to one, or all that the others need not keep', () => {
    expect(allTo([50, 30, 20], 1, ISTIO)).toEqual([0, 100, 0]);
    expect(allTo([0.5, 0.5], 1, ABOVE_ZERO)).toEqual([1, 99]);
    expect(spread([90, 10], [1, 1, 1], ABOVE_ZERO)).toEqual([89, 10, 1]);
  });

  it.each([
    { ratio: [90, 10], weights: [1, 1], gives: [90, 10] },
    { ratio: [50, 50], weights: [87, 50], gives: [50, 50] },
    { ratio: [1, 1, 1], weights: [100, 0, 0], gives: [34, 33, 33] },
    { ratio: [90, 10], weights: [100, 0, 0], gives: [90, 10, 0] },
    { ratio: [1, 1], weights: [995, 5], gives: [500, 500] },
  ])('spreads $weights as $ratio: $gives', ({ ratio, weights, gives }) => {
    expect(spread(ratio, weights, ISTIO)).toEqual(gives);
  });

  it('swaps two and leaves the third and the scale alone', () => {
    expect(swap([7, null, 2], 0, 1, ISTIO)).toEqual([null, 7, 2]);
    expect(swap([7, 2], 0, 5, ISTIO)).toEqual([7, 2]);
  });
});
