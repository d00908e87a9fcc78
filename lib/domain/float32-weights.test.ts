import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addsUpInFloat32, float32Sum } from '@/lib/domain/float32-weights';
import { allTo, inOwnScale, moveWeight, refusalOf, spread, swap } from '@/lib/domain/weights';
import { CONSUL } from '@/lib/testing/arithmetics';

/** What the webhook and then the server do, in typed arrays, where our code rounds by `Math.fround`. */
function isTakenByConsul(weights: readonly number[]): boolean {
  const floats = Float32Array.from(weights);
  const sum = new Float32Array(1);
  let hundredths = 0;
  for (const weight of floats) {
    sum[0] = (sum[0] ?? NaN) + weight;
    if (weight !== 0 && (weight > 100 || weight < (Float32Array.of(0.01)[0] ?? NaN))) return false;
    hundredths += Math.round(Float32Array.of(weight * 100)[0] ?? NaN);
  }
  return sum[0] === 100 && hundredths === 10_000;
}

const weightsOf = (...hundredths: readonly number[]) => hundredths.map((count) => count / 100);

describe('the sum of 32-bit floats', () => {
  it.each([
    { weights: [90, 10], sum: 100 },
    { weights: [33.33, 33.33, 33.34], sum: 100 },
    { weights: [50.01, 25, 24.99], sum: 99.99999237060547 },
    { weights: [4.11, 17.32, 78.57], sum: 100 },
    { weights: [], sum: 0 },
  ])('of $weights is $sum', ({ weights, sum }) => {
    expect(float32Sum(weights)).toBe(sum);
    expect(addsUpInFloat32(weights, 100)).toBe(sum === 100);
  });

  it('depends on the order', () => {
    expect(float32Sum([80.1, 15.2, 4.7])).toBeLessThan(100);
    expect(float32Sum([4.7, 15.2, 80.1])).toBe(100);
  });

  it('reads every hundredth as Go does, which rounds the decimal only once', () => {
    const scale = 2n ** 30n;
    const bits = new Uint32Array(1);
    const float = new Float32Array(bits.buffer);
    const exact = (offset: number, base: number) => {
      bits[0] = base + offset;
      return BigInt((float[0] ?? NaN) * Number(scale)) * 100n;
    };
    for (let count = 1; count <= 10_000; count += 1) {
      float[0] = count / 100;
      const base = bits[0] ?? 0;
      const wanted = BigInt(count) * scale;
      const [below, here, above] = [-1, 0, 1].map((offset) => {
        const distance = exact(offset, base) - wanted;
        return distance < 0n ? -distance : distance;
      });
      expect(here !== undefined && below !== undefined && here < below).toBe(true);
      expect(here !== undefined && above !== undefined && here < above).toBe(true);
    }
  });
});

describe('weights that Consul adds up', () => {
  it('are refused exactly where Consul refuses them: all pairs', () => {
    for (let first = 0; first <= 10_000; first += 1) {
      const weights = weightsOf(first, 10_000 - first);
      expect(refusalOf(weights, CONSUL) === null).toBe(isTakenByConsul(weights));
    }
  });

  it('are refused exactly where Consul refuses them: triples', () => {
    const triple = fc
      .tuple(fc.nat(10_000), fc.nat(10_000))
      .map(([a, b]) => [Math.min(a, b), Math.abs(a - b), 10_000 - Math.max(a, b)] as const);
    let refused = 0;
    fc.assert(
      fc.property(triple, (counts) => {
        const weights = weightsOf(...counts);
        const isTaken = isTakenByConsul(weights);
        if (!isTaken) refused += 1;
        expect(refusalOf(weights, CONSUL) === null).toBe(isTaken);
      }),
      { numRuns: 20_000 },
    );
    // About one in nine; without any, this test would show nothing.
    expect(refused).toBeGreaterThan(500);
  });

  it('say how far off they are', () => {
    expect(refusalOf([50.01, 25, 24.99], CONSUL)).toEqual({
      rule: 'sum',
      message:
        'The mesh adds these weights up to 99.99999237060547 in its 32-bit arithmetic and would refuse them. ' +
        'Move 0.01 from one to another.',
    });
  });

  it('are what a move asks for in every step of a hundredth, of two', () => {
    for (let step = 0; step <= 10_000; step += 1) {
      const moved = moveWeight([50, 50], 0, step / 100, new Set(), CONSUL);
      expect(moved[0]).toBeCloseTo(step / 100, 9);
      expect(isTakenByConsul(moved)).toBe(true);
    }
  });

  it('are within two hundredths of what a move asks for, of three', () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(10_000), (a, b) => {
        const start = spread([a + 1, b + 1, 1], [100, 0, 0], CONSUL);
        const moved = moveWeight(start, 1, b / 100, new Set(), CONSUL);
        expect(Math.abs((moved[1] ?? NaN) - b / 100)).toBeLessThan(0.025);
        expect(isTakenByConsul(moved)).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  it('keep the locked ones where the others suffice', () => {
    const moved = moveWeight([24.99, 25, 50.01], 0, 15.2, new Set([2]), CONSUL);
    expect(moved[2]).toBe(50.01);
    expect(isTakenByConsul(moved)).toBe(true);
  });

  const move = fc.oneof(
    fc.record({
      kind: fc.constant('move' as const),
      index: fc.nat(6),
      percent: fc.nat(10_100).map((count) => count / 100),
      locked: fc.array(fc.nat(6), { maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('all' as const), index: fc.nat(6) }),
    fc.record({ kind: fc.constant('swap' as const), index: fc.nat(6), other: fc.nat(6) }),
    fc.record({
      kind: fc.constant('spread' as const),
      ratio: fc.array(fc.nat(99), { minLength: 1, maxLength: 7 }),
    }),
  );
  type Move = typeof move extends fc.Arbitrary<infer M> ? M : never;

  const applied = (weights: readonly (number | null)[], each: Move) => {
    switch (each.kind) {
      case 'move':
        return moveWeight(weights, each.index, each.percent, new Set(each.locked), CONSUL);
      case 'all':
        return allTo(weights, Math.min(each.index, weights.length - 1), CONSUL);
      case 'swap':
        return swap(weights, each.index, each.other, CONSUL);
      case 'spread':
        return spread(each.ratio, weights, CONSUL);
    }
  };

  it('are never what Consul refuses, whatever was moved', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 7 }),
        fc.array(move, { minLength: 1, maxLength: 8 }),
        (size, moves) => {
          const original = Array.from({ length: size }, (_, i) => (i === 0 ? 100 : 0));
          let weights: readonly (number | null)[] = original;
          for (const each of moves) {
            weights = applied(weights, each);
            const written = inOwnScale(weights, original, CONSUL);
            expect(refusalOf(written, CONSUL)).toBeNull();
            expect(isTakenByConsul(written.map((weight) => weight ?? 0))).toBe(true);
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
