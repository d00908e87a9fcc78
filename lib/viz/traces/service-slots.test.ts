import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { serviceSlots } from '@/lib/viz/traces/service-slots';

describe('serviceSlots', () => {
  it('does not depend on the order of the names', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { maxLength: 30 }), (names) => {
        const forth = serviceSlots(names);
        const back = serviceSlots(names.toReversed());
        expect([...forth].sort()).toEqual([...back].sort());
      }),
    );
  });

  it('gives up to eight services a colour each', () => {
    const names = fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(names, (some) => {
        expect(new Set(serviceSlots(some).values()).size).toBe(some.length);
      }),
    );
  });

  it('shares colours evenly when there are more services than colours', () => {
    const names = Array.from({ length: 20 }, (_, index) => `service-${index}`);
    const slots = [...serviceSlots(names).values()];
    const uses = [1, 2, 3, 4, 5, 6, 7, 8].map((one) => slots.filter((slot) => slot === one).length);
    expect(uses.toSorted()).toEqual([2, 2, 2, 2, 3, 3, 3, 3]);
  });

  it('lets a service keep its colour in another trace when nobody is in its way', () => {
    const alone = serviceSlots(['reviews.bookinfo']).get('reviews.bookinfo');
    const among = serviceSlots(['a', 'reviews.bookinfo']).get('reviews.bookinfo');
    expect([alone, among]).toEqual([alone, alone]);
  });
});
