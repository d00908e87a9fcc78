import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Lanes } from '@/lib/viz/graph/layout/lanes';
import { stackGroups, type Group } from '@/lib/viz/graph/layout/stack-groups';

const anyGroup: fc.Arbitrary<Group> = fc
  .record({ first: fc.nat(4), span: fc.nat(3), height: fc.integer({ min: 20, max: 300 }) })
  .map(({ first, span, height }) => ({ first, last: first + span, height }));

const anyStack = fc.record({
  groups: fc.array(anyGroup, { minLength: 1, maxLength: 10 }),
  links: fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 15 }),
});

describe('stackGroups', () => {
  it('keeps groups that share a column apart', () => {
    fc.assert(
      fc.property(anyStack, ({ groups, links }) => {
        const pulls = links
          .map(([a, b]) => ({ a: a % groups.length, b: b % groups.length, offsetA: 5, offsetB: 9 }))
          .filter(({ a, b }) => a !== b);
        const tops = stackGroups({ groups, pulls, gap: 10 });
        groups.forEach((one, i) => {
          groups.slice(0, i).forEach((other, j) => {
            if (one.last < other.first || one.first > other.last) return;
            const [a, b] = [tops[i] ?? NaN, tops[j] ?? NaN];
            const apart = a >= b + other.height + 9.99 || b >= a + one.height + 9.99;
            expect(apart).toBe(true);
          });
        });
      }),
    );
  });

  it('puts what is linked on one level where nothing is in the way', () => {
    const groups = [
      { first: 0, last: 0, height: 40 },
      { first: 1, last: 1, height: 100 },
    ];
    const pulls = [{ a: 0, b: 1, offsetA: 20, offsetB: 80 }];
    const [a = NaN, b = NaN] = stackGroups({ groups, pulls, gap: 10 });
    expect(a + 20).toBeCloseTo(b + 80);
  });

  it('keeps known groups in the order in which they stood', () => {
    const group = { first: 0, last: 0, height: 40 };
    const tops = stackGroups({
      groups: [group, group, group],
      pulls: [{ a: 0, b: 1, offsetA: 0, offsetB: 0 }],
      gap: 10,
      middles: Float64Array.from([300, NaN, 20]),
    });
    expect(tops[2]).toBeLessThan(tops[0] ?? NaN);
  });
});

describe('Lanes', () => {
  it('passes straight on where nothing stands', () => {
    expect(new Lanes(3).pass(0, 2, 50, 50)).toBe(50);
  });

  it('goes round what stands in any of the columns, the shorter way', () => {
    const lanes = new Lanes(3);
    lanes.block(1, 0, 100);
    const y = lanes.pass(0, 2, 80, 80);
    expect(y).toBeGreaterThan(100);
    expect(y).toBeLessThan(115);
  });

  it('gives every edge a lane of its own', () => {
    const lanes = new Lanes(1);
    const heights = Array.from({ length: 8 }, () => lanes.pass(0, 0, 10, 10));
    const sorted = heights.toSorted((a, b) => a - b);
    sorted.slice(1).forEach((y, i) => expect(y - (sorted[i] ?? NaN)).toBeGreaterThanOrEqual(6));
  });
});
