import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOwnScale, moveWeight, sharesOf } from '@/lib/domain/weights';
import { ABOVE_ZERO, ISTIO } from '@/lib/testing/arithmetics';

const NONE: ReadonlySet<number> = new Set();

describe('inOwnScale', () => {
  it.each([
    { draft: [80, 20], original: [9, 1], gives: [8, 2], because: 'tenths suffice' },
    { draft: [75, 25], original: [9, 1], gives: [75, 25], because: 'tenths do not' },
    { draft: [90, 10], original: [9, 1], gives: [9, 1], because: 'nothing changed' },
    { draft: [0, 100], original: [null, 1], gives: [null, 1], because: 'what was absent stays so' },
    { draft: [20, 80], original: [null, 1], gives: [20, 80], because: 'it needs a number now' },
    { draft: [0, 30, 70], original: [null, 1, 1], gives: [null, 30, 70], because: 'absent is 0' },
    { draft: [100, 0], original: [3, 1], gives: [4, 0], because: 'quarters suffice' },
    { draft: [40, 60], original: [0, 0], gives: [40, 60], because: 'there is no scale to keep' },
    { draft: [990, 10], original: [995, 5], gives: [990, 10], because: 'thousandths stay' },
    { draft: [50, 50], original: [null], gives: [50, 50], because: 'it was no split before' },
  ])('writes $draft of $original as $gives: $because', ({ draft, original, gives }) => {
    expect(inOwnScale(draft, original, ISTIO)).toEqual(gives);
  });

  it.each([
    { draft: [80, 20], original: [0.9, 0.1], gives: [0.8, 0.2] },
    { draft: [99, 1], original: [0.9, 0.1], gives: [0.99, 0.01] },
    { draft: [99, 1], original: [1, 1], gives: [1.98, 0.02] },
    { draft: [99, 1], original: [0.001, 0.001], gives: [99, 1] },
    { draft: [75, 25], original: [90, 10], gives: [75, 25] },
  ])('writes $draft of $original as $gives where thousandths are counted', (each) => {
    expect(inOwnScale(each.draft, each.original, ABOVE_ZERO)).toEqual(each.gives);
  });

  it('keeps the shares of the draft', () => {
    const pair = fc.tuple(fc.array(fc.nat(1000), { minLength: 2, maxLength: 4 }), fc.nat(100));
    fc.assert(
      fc.property(pair, ([original, percent]) => {
        const draft = moveWeight(original, 0, percent, NONE, ISTIO);
        const written = sharesOf(inOwnScale(draft, original, ISTIO), ISTIO);
        for (const [i, share] of sharesOf(draft, ISTIO).entries()) {
          expect(written[i]).toBeCloseTo(share ?? -1, 9);
        }
      }),
    );
  });
});
