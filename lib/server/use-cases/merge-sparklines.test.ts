import { describe, expect, it } from 'vitest';
import { mergeSparklines } from '@/lib/server/use-cases/merge-sparklines';

describe('sparklines of several meshes', () => {
  it('adds up requests, and weighs errors by them', () => {
    const { rate, errors } = mergeSparklines([
      new Map([['shop', { rate: [[60, 30]], errors: [[60, 0.1]] }]]),
      new Map([['shop', { rate: [[60, 10]], errors: [[60, 0.5]] }]]),
    ]);
    expect(rate.get('shop')).toEqual([[60, 40]]);
    expect(errors.get('shop')?.[0]?.[1]).toBeCloseTo(0.2);
  });

  it('shows the p95 of the mesh with most requests at the end', () => {
    const { p95 } = mergeSparklines([
      new Map([
        [
          'shop',
          {
            rate: [
              [60, 30],
              [120, 1],
            ],
            p95: [[120, 900]],
          },
        ],
      ]),
      new Map([
        [
          'shop',
          {
            rate: [
              [60, 1],
              [120, 30],
            ],
            p95: [[120, 80]],
          },
        ],
      ]),
    ]);
    expect(p95.get('shop')).toEqual([[120, 80]]);
  });

  it('takes no request for zero requests only where one says so', () => {
    const { rate, errors } = mergeSparklines([
      new Map([
        [
          'shop',
          {
            rate: [
              [60, null],
              [120, 5],
            ],
          },
        ],
      ]),
      new Map([['shop', { rate: [[120, 0]] }]]),
    ]);
    expect(rate.get('shop')).toEqual([
      [60, null],
      [120, 5],
    ]);
    expect(errors.has('shop')).toBe(false);
  });

  it('leaves a namespace of one mesh as it is', () => {
    const { rate, p95 } = mergeSparklines([
      new Map([['shop', { rate: [[60, 1]] }]]),
      new Map([['bank', { p95: [[60, 7]] }]]),
    ]);
    expect([...rate]).toEqual([['shop', [[60, 1]]]]);
    expect([...p95]).toEqual([['bank', [[60, 7]]]]);
  });
});
