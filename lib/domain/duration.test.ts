import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from '@/lib/domain/duration';

describe('parseDuration', () => {
  it.each([
    ['100ms', 100_000],
    ['1.2s', 1_200_000],
    ['1m30s', 90_000_000],
    ['2h', 7_200_000_000],
    ['250us', 250],
    ['250µs', 250],
    ['250μs', 250],
    ['.5ms', 500],
    ['1500ns', 1.5],
    [' 5ms ', 5000],
    ['0', 0],
  ])('reads %s as %d µs', (text, us) => {
    expect(parseDuration(text)).toBeCloseTo(us, 6);
  });

  it.each(['', '  ', '5', '-5ms', '5 ms', 'ms', '5msx', '1e3ms', 'x5ms', '1..2s', '5ms;', 'NaN'])(
    'refuses %j',
    (text) => {
      expect(parseDuration(text)).toBeNull();
    },
  );

  it('never gives what is not a figure, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const us = parseDuration(text);
        expect(us === null || (Number.isFinite(us) && us >= 0)).toBe(true);
      }),
    );
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0 µs'],
    [0.85, '850 ns'],
    [34.24, '34.2 µs'],
    [999.4, '999 µs'],
    [1240, '1.24 ms'],
    [999_400, '999 ms'],
    [1_240_000, '1.24 s'],
    [125_000_000, '2 min 5 s'],
    [-3100, '−3.1 ms'],
    [Number.NaN, '–'],
    [Infinity, '–'],
  ])('shows %d µs as %s', (us, text) => {
    expect(formatDuration(us)).toBe(text);
  });
});
