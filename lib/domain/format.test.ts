import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ABSENT,
  formatAge,
  formatBytes,
  formatBytesPerSecond,
  formatClock,
  formatCores,
  formatCount,
  formatMoment,
  formatMs,
  formatPerSecond,
  formatRate,
  formatRatio,
  formatUnit,
} from '@/lib/domain/format';

const FORMATS = [
  formatRate,
  formatPerSecond,
  formatRatio,
  formatMs,
  formatBytesPerSecond,
  formatBytes,
  formatCores,
  formatCount,
  formatAge,
];

describe('every format', () => {
  it.each([null, undefined, NaN, Infinity, -Infinity])('shows %s as absent', (value) => {
    for (const format of FORMATS) expect(format(value)).toBe(ABSENT);
    expect(formatMoment(value, 'UTC')).toBe(ABSENT);
    expect(formatClock(value, 'UTC')).toBe(ABSENT);
  });

  it('never shows NaN, Infinity or an exponent for a figure that can occur', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e15, noNaN: true }), (value) => {
        for (const format of FORMATS) expect(format(value)).not.toMatch(/NaN|Infinity|e[+-]/);
      }),
    );
  });
});

describe('formatRate', () => {
  it.each([
    [0, '0 rps', 'nothing was measured to happen'],
    [0.004, '<0.01 rps', 'a little is not nothing'],
    [0.25, '0.25 rps', 'small rates keep two digits'],
    [12.34, '12.3 rps', 'three digits are read at a glance'],
    [999.4, '999 rps', 'no fraction from 100 on'],
    [999.6, '1k rps', 'rounding does not give 1000'],
    [1234, '1.23k rps', 'thousands'],
    [2_500_000, '2.5M rps', 'millions'],
  ])('writes %d as %s: %s', (value, text) => {
    expect(formatRate(value)).toBe(text);
  });
});

describe('formatPerSecond', () => {
  it('names no requests', () => {
    expect(formatPerSecond(0.636)).toBe('0.64/s');
  });
});

describe('formatRatio', () => {
  it.each([
    [0, '0%', 'nothing'],
    [0.00004, '<0.01%', 'not quite nothing'],
    [0.00088, '0.088%', 'two digits below one per cent'],
    [0.0237, '2.37%', 'three digits above'],
    [0.5, '50%', 'no idle zeros'],
    [0.996, '99.60%', 'near all, two decimals matter'],
    [0.99999, '>99.99%', 'not quite all'],
    [1, '100%', 'all'],
  ])('writes %d as %s: %s', (value, text) => {
    expect(formatRatio(value)).toBe(text);
  });
});

describe('formatMs', () => {
  it.each([
    [0, '0 ms'],
    [0.004, '<0.01 ms'],
    [0.42, '0.42 ms'],
    [38, '38 ms'],
    [123.6, '124 ms'],
    [999.7, '1 s'],
    [1240, '1.24 s'],
    [59_990, '1 min'],
    [125_000, '2 min 5 s'],
    [3_600_000, '1 h'],
    [5_460_000, '1 h 31 min'],
  ])('writes %d as %s', (value, text) => {
    expect(formatMs(value)).toBe(text);
  });
});

describe('bytes, cores and counts', () => {
  it.each([
    [formatBytesPerSecond(0), '0 B/s'],
    [formatBytesPerSecond(1240), '1.24 kB/s'],
    [formatBytesPerSecond(876_000), '876 kB/s'],
    [formatBytes(512), '512 B'],
    [formatBytes(268_435_456), '256 MiB'],
    [formatBytes(1024 * 1024 - 1), '1 MiB'],
    [formatCores(0), '0'],
    [formatCores(0.0004), '<1m'],
    [formatCores(0.25), '250m'],
    [formatCores(1), '1 core'],
    [formatCores(1.5), '1.5 cores'],
    [formatCount(12_480), '12,480'],
    [formatUnit(0.25, 'cores'), '250m'],
    [formatUnit(0.25, 'ratio'), '25%'],
  ])('writes %s', (written, text) => {
    expect(written).toBe(text);
  });
});

describe('formatAge', () => {
  it.each([
    [0, '1 s'],
    [-500, '1 s'],
    [4200, '4 s'],
    [99_000, '99 s'],
    [100_000, '2 min'],
    [7_200_000, '2 h'],
    [432_000_000, '5 d'],
  ])('writes %d ms as %s', (value, text) => {
    expect(formatAge(value)).toBe(text);
  });
});

describe('formatMoment', () => {
  const moment = Date.UTC(2026, 10, 23, 23, 12, 5);

  it('tells the time by the clock of the zone', () => {
    expect(formatMoment(moment, 'UTC')).toBe('2026-11-23 23:12:05');
    expect(formatMoment(moment, 'Asia/Tokyo')).toBe('2026-11-24 08:12:05');
    expect(formatClock(moment, 'UTC')).toBe('23:12:05');
  });

  it('calls midnight 00, not 24', () => {
    expect(formatClock(Date.UTC(2026, 0, 1), 'UTC')).toBe('00:00:00');
  });

  it('refuses a zone that does not exist', () => {
    expect(() => formatMoment(moment, 'Mars/Olympus')).toThrow(RangeError);
  });
});
