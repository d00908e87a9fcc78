import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPace } from '@/lib/viz/graph/pace';

const BUDGET = 9;

/** How long frames take on a machine on which a step takes so long. */
function frames(pace: ReturnType<typeof createPace>, msPerStep: number, count: number): number[] {
  return Array.from({ length: count }, () => {
    const steps = pace.steps();
    pace.took(steps, steps * msPerStep);
    return steps * msPerStep;
  });
}

describe('the pace of painting', () => {
  it('keeps frames within the budget, and uses most of it, on slow and on fast machines', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: BUDGET / 4, noNaN: true }), (msPerStep) => {
        const last = frames(createPace(BUDGET), msPerStep, 30).slice(-5);
        for (const ms of last) {
          expect(ms).toBeLessThanOrEqual(BUDGET + 1e-6);
          expect(ms).toBeGreaterThan(BUDGET / 2);
        }
      }),
    );
  });

  it('slows down after one frame that took too long', () => {
    const pace = createPace(BUDGET);
    frames(pace, 0.1, 30);
    const [first = 0, second = 0] = frames(pace, 3, 2);
    expect(first).toBeGreaterThan(BUDGET);
    expect(second).toBeLessThanOrEqual(BUDGET);
  });

  it('takes a step even where each takes longer than a frame may', () => {
    const pace = createPace(BUDGET);
    frames(pace, 1000, 5);
    expect(pace.steps()).toBe(1);
  });

  it('learns nothing from a frame without steps', () => {
    const pace = createPace(BUDGET);
    const before = pace.steps();
    pace.took(0, 500);
    expect(pace.steps()).toBe(before);
  });
});
