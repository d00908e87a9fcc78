import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantityLike, quantityOf } from '@/lib/mesh/linkerd/quantities';

describe('quantityOf', () => {
  it.each([
    [1, 1],
    [0, 0],
    [0.9, 0.9],
    ['1', 1],
    ['900m', 0.9],
    ['0.9', 0.9],
    ['.5', 0.5],
    ['1.', 1],
    ['+2', 2],
    ['-1', -1],
    ['1k', 1000],
    ['2Ki', 2048],
    ['1e2', 100],
    ['5E-1', 0.5],
    ['1500u', 0.002],
    ['1n', 0.001],
    ['0.0001', 0.001],
    ['1E', 1e18],
    ['', null],
    ['m', null],
    ['9 0', null],
    ['90%', null],
    ['1mm', null],
    [undefined, null],
    [null, null],
    [Number.NaN, null],
    [true, null],
  ])('reads %j as %j', (written, value) => {
    expect(quantityOf(written)).toBe(value);
  });
});

describe('quantityLike', () => {
  it.each([
    { before: '900m', weight: 0.8, after: '800m' },
    { before: '900m', weight: 1, after: '1000m' },
    { before: 9, weight: 8, after: 8 },
    { before: 1, weight: 0.9, after: '900m' },
    { before: '1', weight: 2, after: '2' },
    { before: '1', weight: 0.25, after: '250m' },
    { before: '0.9', weight: 0.85, after: '0.85' },
    { before: '1k', weight: 500, after: '500' },
    { before: '1k', weight: 0.5, after: '500m' },
    { before: 0.9, weight: 0.8, after: '800m' },
    { before: undefined, weight: 10, after: 10 },
    { before: undefined, weight: 0.1, after: '100m' },
  ])('writes $weight where $before stood as $after', ({ before, weight, after }) => {
    expect(quantityLike(before, weight)).toBe(after);
  });

  it('writes nothing that is read otherwise', () => {
    const forms = fc.constantFrom<unknown>(1, '1', '900m', '0.5', '1k', 0.5, undefined);
    fc.assert(
      fc.property(forms, fc.nat(5_000_000), (before, thousandths) => {
        const weight = thousandths / 1000;
        expect(quantityOf(quantityLike(before, weight))).toBe(weight);
      }),
    );
  });
});
