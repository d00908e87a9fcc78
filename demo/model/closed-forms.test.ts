import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lognormalOfMean, meanOf, mixtureQuantile, shareBelow } from './lognormal';
import { podNames, replicaSetOf } from './random';
import { busyRhythm, integral, multiply, trafficRhythm, type Rhythm } from './rhythm';

function valueAt({ mean, waves }: Rhythm, at: number): number {
  return waves.reduce(
    (sum, { amplitude, frequency, phase }) => sum + amplitude * Math.sin(frequency * at + phase),
    mean,
  );
}

const someRhythms = fc
  .tuple(fc.string(), fc.integer({ min: 0, max: 1e6 }))
  .map(([name, seed]) => ({ traffic: trafficRhythm(name, seed), busy: busyRhythm(name, seed) }));
const moments = fc.integer({ min: 0, max: 2e9 });

describe('lognormal distributions', () => {
  it.each([
    [0, 0.5],
    [1, 0.8413447460685429],
    [-1, 0.15865525393145707],
    [2, 0.9772498680518208],
    [-3, 0.0013498980316300933],
    [-6, 9.865876450376946e-10],
    [1.6448536269514722, 0.95],
  ])('have the share of the normal one below %d deviations', (deviations, share) => {
    const below = shareBelow({ median: 20, sigma: 0.5 }, 20 * Math.exp(0.5 * deviations));
    expect(below / share).toBeCloseTo(1, 12);
  });

  it('hold nothing below 0 and all below infinity', () => {
    expect(shareBelow({ median: 20, sigma: 0.5 }, 0)).toBe(0);
    expect(shareBelow({ median: 20, sigma: 0.5 }, Infinity)).toBe(1);
  });

  it('are found again by their mean', () => {
    expect(meanOf(lognormalOfMean(640, 0.5))).toBeCloseTo(640, 9);
  });

  it('have quantiles that split a mixture where they say', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 1000, noNaN: true }),
        fc.double({ min: 0.1, max: 1.2, noNaN: true }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (median, sigma, quantile) => {
          const parts = [
            { weight: 3, distribution: { median, sigma } },
            { weight: 1, distribution: { median: median * 2, sigma } },
          ];
          const bound = mixtureQuantile(parts, quantile);
          const below =
            (3 * shareBelow({ median, sigma }, bound) +
              shareBelow({ median: median * 2, sigma }, bound)) /
            4;
          expect(below).toBeCloseTo(quantile, 8);
        },
      ),
    );
  });
});

describe('rhythms', () => {
  it('add up to their integral', () => {
    fc.assert(
      fc.property(someRhythms, moments, ({ traffic }, from) => {
        const steps = 600;
        let sum = 0;
        for (let step = 0; step < steps; step += 1) sum += valueAt(traffic, from + step + 0.5);
        expect(integral(traffic, from + steps) - integral(traffic, from)).toBeCloseTo(sum, 1);
      }),
      { numRuns: 30 },
    );
  });

  it('multiply to the product of their values', () => {
    fc.assert(
      fc.property(someRhythms, moments, ({ traffic, busy }, at) => {
        const product = valueAt(traffic, at) * valueAt(busy, at);
        expect(valueAt(multiply(traffic, busy), at)).toBeCloseTo(product, 6);
      }),
    );
  });

  it('stay within their bounds', () => {
    fc.assert(
      fc.property(someRhythms, moments, ({ traffic, busy }, at) => {
        expect(valueAt(traffic, at)).toBeGreaterThan(0.5);
        expect(valueAt(busy, at)).toBeGreaterThanOrEqual(0.1 - 1e-9);
        expect(valueAt(busy, at)).toBeLessThanOrEqual(0.5 + 1e-9);
      }),
    );
  });
});

describe('pod names', () => {
  it('are those of a ReplicaSet, and the same each time', () => {
    const pods = podNames('orders', 2, 1);
    expect(pods).toEqual(podNames('orders', 2, 1));
    expect(new Set(pods.map(replicaSetOf)).size).toBe(1);
    for (const pod of pods) expect(pod).toMatch(/^orders-[bcdf-z2-9]{10}-[bcdf-z2-9]{5}$/);
    expect(podNames('orders', 1, 2)).not.toEqual(podNames('orders', 1, 1));
  });
});
