import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barOf, panBy, timeTicks, zoomBy } from '@/lib/viz/traces/time-axis';

describe('timeTicks', () => {
  it('marks round moments', () => {
    expect(timeTicks({ fromUs: 0, toUs: 400_000 }, 4)).toEqual([
      { at: 0, label: '0 µs' },
      { at: 0.25, label: '100 ms' },
      { at: 0.5, label: '200 ms' },
      { at: 0.75, label: '300 ms' },
      { at: 1, label: '400 ms' },
    ]);
  });

  it('counts from the start of the window where full times would read alike', () => {
    const labels = timeTicks({ fromUs: 1_000_000, toUs: 1_000_001 }, 4).map(({ label }) => label);
    expect(labels).toEqual(['+0 µs', '+200 ns', '+400 ns', '+600 ns', '+800 ns', '+1 µs']);
  });

  it('has none for a window of no length', () => {
    expect(timeTicks({ fromUs: 5, toUs: 5 }, 4)).toEqual([]);
  });

  it('tells all ticks of a window apart', () => {
    const window = fc.tuple(
      fc.integer({ min: 0, max: 3_600_000_000 }),
      fc.integer({ min: 1, max: 1e9 }),
    );
    fc.assert(
      fc.property(window, ([fromUs, length]) => {
        const labels = timeTicks({ fromUs, toUs: fromUs + length }, 5).map(({ label }) => label);
        expect(new Set(labels).size).toBe(labels.length);
      }),
    );
  });
});

describe('barOf', () => {
  const window = { fromUs: 100, toUs: 200 };

  it.each([
    { start: 120, end: 150, bar: { left: 0.2, width: 0.3 }, because: 'it is inside' },
    { start: 0, end: 150, bar: { left: 0, width: 0.5 }, because: 'it began before' },
    { start: 150, end: 900, bar: { left: 0.5, width: 0.5 }, because: 'it ends after' },
    { start: 0, end: 900, bar: { left: 0, width: 1 }, because: 'it is larger' },
    { start: 150, end: 150, bar: { left: 0.5, width: 0 }, because: 'it took no time' },
    { start: 0, end: 99, bar: null, because: 'it is over before' },
    { start: 201, end: 300, bar: null, because: 'it comes later' },
  ])('places $start to $end: $because', ({ start, end, bar }) => {
    expect(barOf(start, end, window)).toEqual(bar);
  });
});

describe('zoomBy and panBy', () => {
  it('keeps the point under the pointer where it is', () => {
    const zoomed = zoomBy({ fromUs: 0, toUs: 100 }, 0.5, 0.3, 1000);
    expect(zoomed).toEqual({ fromUs: 15, toUs: 65 });
  });

  it('gives null for all of the trace', () => {
    expect(zoomBy({ fromUs: 0, toUs: 900 }, 2, 0.5, 1000)).toBeNull();
  });

  it('goes down to a nanosecond and no further', () => {
    const zoomed = zoomBy({ fromUs: 0, toUs: 1 }, 1e-9, 0, 3.6e9);
    expect(zoomed?.toUs).toBe(0.001);
  });

  it('stays inside the trace', () => {
    expect(panBy({ fromUs: 800, toUs: 900 }, 5, 1000)).toEqual({ fromUs: 900, toUs: 1000 });
    expect(panBy({ fromUs: 50, toUs: 150 }, -5, 1000)).toEqual({ fromUs: 0, toUs: 100 });
    expect(zoomBy({ fromUs: 900, toUs: 1000 }, 2, 0, 1000)).toEqual({ fromUs: 800, toUs: 1000 });
  });
});
