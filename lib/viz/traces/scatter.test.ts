import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointFinder, scatterScene, type ScatterFrame } from '@/lib/viz/traces/scatter';

const frame: ScatterFrame = {
  width: 600,
  height: 200,
  fromMs: 1_000_000,
  toMs: 1_300_000,
  axis: 'linear',
};

const trace = (startMs: number, durationMs: number, errorCount = 0) => ({
  startMs,
  durationMs,
  spanCount: 8,
  errorCount,
});

const anyTraces = fc.array(
  fc.record({
    startMs: fc.integer({ min: 900_000, max: 1_400_000 }),
    durationMs: fc.double({ min: 0, max: 1e6, noNaN: true }),
    spanCount: fc.nat(100_000),
    errorCount: fc.nat(3),
  }),
);

describe('scatterScene', () => {
  it('puts later to the right and longer higher', () => {
    const { points } = scatterScene([trace(1_000_000, 10), trace(1_150_000, 100)], frame);
    expect(points.map(({ x }) => x)).toEqual([0, 300]);
    expect(points[0]?.y).toBeGreaterThan(points[1]?.y ?? NaN);
  });

  it('draws failed traces last', () => {
    const { points } = scatterScene([trace(1_000_000, 1, 2), trace(1_000_000, 1)], frame);
    expect(points.map(({ index, failed }) => [index, failed])).toEqual([
      [1, false],
      [0, true],
    ]);
  });

  it('keeps every point inside, on either axis', () => {
    fc.assert(
      fc.property(anyTraces, fc.constantFrom('linear', 'log'), (traces, axis) => {
        const { points } = scatterScene(traces, { ...frame, axis });
        for (const { x, y } of points) {
          expect(x >= 0 && x <= 600 && y >= 0 && y <= 200).toBe(true);
        }
      }),
    );
  });

  it('tells short durations apart on a log axis', () => {
    const traces = [trace(1_000_000, 1), trace(1_000_000, 10), trace(1_000_000, 10_000)];
    const { points } = scatterScene(traces, { ...frame, axis: 'log' });
    const [one, ten] = points.map(({ y }) => y);
    expect((one ?? 0) - (ten ?? 0)).toBeGreaterThan(40);
  });

  it.each(['linear', 'log'] as const)('reads a place back as moment and duration: %s', (axis) => {
    const scene = scatterScene([trace(1_100_000, 20), trace(1_200_000, 400)], { ...frame, axis });
    expect(scene.momentAt(scene.xOf(1_100_000))).toBe(1_100_000);
    expect(scene.durationAt(scene.yOf(20))).toBeCloseTo(20, 6);
  });

  it('labels durations with their unit', () => {
    const { durations } = scatterScene([trace(1_000_000, 380)], frame);
    expect(durations.map(({ label }) => label)).toEqual([
      '0 µs',
      '100 ms',
      '200 ms',
      '300 ms',
      '400 ms',
    ]);
  });

  it('has axes without any trace', () => {
    const { points, moments } = scatterScene([], frame);
    expect(points).toEqual([]);
    expect(moments.length).toBeGreaterThan(1);
  });
});

describe('pointFinder', () => {
  const { points } = scatterScene([trace(1_000_000, 10), trace(1_150_000, 100)], frame);

  it('finds the point near a place', () => {
    const [, second] = points;
    expect(pointFinder(points)((second?.x ?? 0) + 3, (second?.y ?? 0) - 3)?.index).toBe(1);
  });

  it('finds none between points, and none without points', () => {
    expect(pointFinder(points)(150, 100)).toBeNull();
    expect(pointFinder([])(0, 0)).toBeNull();
  });
});
