import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signalsQuerySchema } from '@/lib/contract/queries';
import { rangeOf, rateWindowOf } from '@/lib/server/use-cases/signals-range';

const NOW = Date.UTC(2026, 10, 23, 12, 0, 7);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('rangeOf', () => {
  it('covers the last half hour unless asked otherwise', () => {
    const { fromMs, toMs, stepSeconds } = rangeOf({}, NOW);
    expect(toMs - fromMs).toBe(30 * 60_000);
    expect(stepSeconds).toBe(10);
  });

  it.each([
    [HOUR, 15],
    [6 * HOUR, 120],
    [DAY, 600],
    [30 * DAY, 21_600],
  ])('gives a range of %i ms steps of %i s', (span, step) => {
    expect(rangeOf({ from: NOW - span }, NOW).stepSeconds).toBe(step);
  });

  it('does not reach into the future', () => {
    expect(rangeOf({ to: NOW + DAY }, NOW).toMs).toBeLessThanOrEqual(NOW);
  });

  it.each([
    { from: NOW, to: NOW },
    { from: NOW, to: NOW - 1 },
    { from: NOW + HOUR },
    { from: NOW - 400 * DAY },
  ])('refuses %o', (asked) => {
    expect(() => rangeOf(asked, NOW)).toThrow(expect.objectContaining({ type: 'invalid-request' }));
  });

  it('never asks for more than 11,000 points, whatever was asked of it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 366 * DAY }),
        fc.option(fc.integer({ min: 1, max: 86_400 }), { nil: undefined }),
        (span, step) => {
          const { fromMs, toMs, stepSeconds } = rangeOf({ from: NOW - span, step }, NOW);
          expect(stepSeconds).toBeGreaterThan(0);
          expect((toMs - fromMs) / 1000 / stepSeconds + 1).toBeLessThanOrEqual(11_000);
          expect(fromMs % (stepSeconds * 1000)).toBe(0);
          expect(toMs % (stepSeconds * 1000)).toBe(0);
        },
      ),
    );
  });

  it('leaves no request between two points uncounted', () => {
    expect(rateWindowOf(rangeOf({ step: 5 }, NOW))).toBe(60);
    expect(rateWindowOf(rangeOf({ from: NOW - DAY }, NOW))).toBe(600);
  });
});

describe('the query of signals', () => {
  const node = 'c/shop/workload/cart';

  it.each([
    {},
    { node, edge: `${node}>${node}>http` },
    { node: 'shop/cart' },
    { node: 'c/shop/pod/cart' },
    { edge: node },
    { edge: `${node}>${node}>udp` },
    { node, step: '0' },
    { node, step: '-1' },
    { node, step: '1e3' },
    { node, step: '86401' },
    { node, direction: 'both' },
    { node, query: 'up' },
    { node: `c/${'a'.repeat(2000)}/workload/cart` },
  ])('refuses %o', (query) => {
    expect(signalsQuerySchema.safeParse(query).success).toBe(false);
  });
});
