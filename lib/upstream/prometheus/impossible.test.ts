import { describe, expect, it } from 'vitest';
import { readMatrix } from '@/lib/upstream/prometheus/matrix';
import { readVector } from '@/lib/upstream/prometheus/vector';

const sampleOf = (value: string) => ({ metric: { value }, value: [1, value] });

describe('a figure that cannot be', () => {
  it('is left out of a vector, and counted', () => {
    const { samples, impossible } = readVector(
      'vector',
      ['-1', '2e18', '1e308', '0', '5'].map(sampleOf),
    );
    expect(samples.map(({ value }) => value)).toEqual([0, 5]);
    expect(impossible).toBe(3);
  });

  it('is left out of a scalar', () => {
    expect(readVector('scalar', [1, '-3'])).toMatchObject({ samples: [], impossible: 1 });
  });

  it('is a hole in a matrix', () => {
    const values = [
      [10, '1'],
      [20, '-1'],
      [30, '1e300'],
    ];
    const { series, impossible } = readMatrix('matrix', [{ metric: {}, values }], 10);
    expect(series[0]?.points).toEqual([
      [10, 1],
      [20, null],
      [30, null],
    ]);
    expect(impossible).toBe(2);
  });

  it('is not a zero with a sign: that is a zero', () => {
    const { samples } = readVector('vector', [sampleOf('-0')]);
    expect(Object.is(samples[0]?.value, 0)).toBe(true);
  });
});
