import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contains, overlaps, type Rect } from '@/lib/viz/graph/geometry';
import { reuseOf, sheetFor, worldOn } from '@/lib/viz/graph/sheet';
import { pannedBy, visibleWorld, type Transform } from '@/lib/viz/graph/transform';

const SIZE = { width: 1190, height: 730 };
const transforms: fc.Arbitrary<Transform> = fc.record({
  x: fc.double({ min: -5000, max: 5000, noNaN: true }),
  y: fc.double({ min: -5000, max: 5000, noNaN: true }),
  k: fc.double({ min: 0.03, max: 3, noNaN: true }),
});
const moves = fc.double({ min: -3000, max: 3000, noNaN: true });

const areaOf = (rects: readonly Rect[]) =>
  rects.reduce((sum, { width, height }) => sum + width * height, 0);

describe('a sheet', () => {
  it('shows the view with room around it, from a whole pixel on', () => {
    fc.assert(
      fc.property(transforms, fc.constantFrom(1, 2), (transform, density) => {
        const sheet = sheetFor(transform, SIZE, density);
        expect(contains(worldOn(sheet), visibleWorld(transform, SIZE))).toBe(true);
        expect([sheet.left, sheet.top, sheet.width, sheet.height].every(Number.isInteger)).toBe(
          true,
        );
      }),
    );
  });

  it('takes over all that it shares with the one before, and leaves exactly the rest to paint', () => {
    fc.assert(
      fc.property(transforms, moves, moves, (transform, dx, dy) => {
        const painted = sheetFor(transform, SIZE, 1);
        const next = sheetFor(pannedBy(transform, dx, dy), SIZE, 1);
        const reuse = reuseOf(painted, next);
        const whole = { x: 0, y: 0, width: next.width, height: next.height };
        if (reuse === null) {
          const apart = { ...whole, x: painted.left - next.left, y: painted.top - next.top };
          expect(overlaps(whole, apart)).toBe(false);
          return;
        }
        const right = Math.min(next.width, reuse.x + painted.width);
        const bottom = Math.min(next.height, reuse.y + painted.height);
        const taken = (right - Math.max(0, reuse.x)) * (bottom - Math.max(0, reuse.y));
        expect(areaOf(reuse.exposed) + taken).toBe(areaOf([whole]));
        reuse.exposed.forEach((part, i) => {
          expect(contains(whole, part)).toBe(true);
          for (const other of reuse.exposed.slice(i + 1)) expect(overlaps(part, other)).toBe(false);
        });
      }),
    );
  });

  it('shows the same of the world where it was taken over', () => {
    const transform = { x: 13.37, y: -8.1, k: 0.74 };
    const painted = sheetFor(transform, SIZE, 1);
    const next = sheetFor(pannedBy(transform, -301.3, 77.7), SIZE, 1);
    const reuse = reuseOf(painted, next);
    const there = worldOn(painted, { x: 900, y: 500, width: 1, height: 1 });
    const here = worldOn(next, {
      x: 900 + (reuse?.x ?? NaN),
      y: 500 + (reuse?.y ?? NaN),
      width: 1,
      height: 1,
    });
    expect(here.x).toBeCloseTo(there.x, 9);
    expect(here.y).toBeCloseTo(there.y, 9);
  });

  it('takes nothing over from another zoom, or from far away', () => {
    const transform = { x: 0, y: 0, k: 1 };
    const painted = sheetFor(transform, SIZE, 1);
    expect(reuseOf(painted, sheetFor({ ...transform, k: 1.1 }, SIZE, 1))).toBeNull();
    expect(reuseOf(painted, sheetFor({ ...transform, x: 9000 }, SIZE, 1))).toBeNull();
  });

  it('is bounded on a very large screen', () => {
    const { width, height } = sheetFor({ x: 0, y: 0, k: 1 }, { width: 3840, height: 2160 }, 2);
    expect(width * height).toBeLessThan(3840 * 2160 * 4 * 1.7);
  });
});
