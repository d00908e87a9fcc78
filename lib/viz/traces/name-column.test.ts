import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameColumn, splitterKey } from '@/lib/viz/traces/name-column';

describe('the column of names', () => {
  it.each([
    { width: 1000, share: null, px: 360, because: 'a third or so is usual' },
    { width: 3000, share: null, px: 480, because: 'no name is that long' },
    { width: 340, share: null, px: 144, because: 'names must be readable' },
    { width: 1000, share: 0.6, px: 600, because: 'it was chosen' },
    { width: 1000, share: 0.99, px: 860, because: 'bars must stay in sight' },
    { width: 1000, share: 0, px: 88, because: 'names must stay in sight' },
  ])('is $px of $width for $share: $because', ({ width, share, px }) => {
    expect(nameColumn(width, share).px).toBe(px);
  });

  it('is always within its bounds', () => {
    fc.assert(
      fc.property(
        fc.nat(4000),
        fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
        (w, share) => {
          const { px, minPx, maxPx } = nameColumn(w, share);
          expect(px).toBeGreaterThanOrEqual(minPx);
          expect(px).toBeLessThanOrEqual(Math.ceil(maxPx));
        },
      ),
    );
  });

  it.each([
    { key: 'ArrowLeft', to: 344 },
    { key: 'ArrowRight', to: 376 },
    { key: 'PageUp', to: 440 },
    { key: 'PageDown', to: 280 },
    { key: 'Home', to: 88 },
    { key: 'End', to: 860 },
    { key: 'Enter', to: null },
    { key: 'Tab', to: undefined },
  ])('is moved to $to by $key', ({ key, to }) => {
    expect(splitterKey(key, nameColumn(1000, null))).toBe(to);
  });
});
