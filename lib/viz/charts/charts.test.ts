import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layoutSpark } from '@/lib/viz/charts/spark-scene';
import { summarise } from '@/lib/viz/charts/summary';
import { timeTicks, valueTicks } from '@/lib/viz/charts/ticks';
import {
  layoutTimeChart,
  momentAt,
  momentsOf,
  valueAt,
  type ChartFrame,
  type Point,
} from '@/lib/viz/charts/time-scene';
import { tonesOf } from '@/lib/viz/charts/tones';

const FRAME: ChartFrame = {
  unit: 'perSecond',
  from: 1_700_000_000,
  to: 1_700_001_800,
  width: 600,
  height: 200,
  offsetSeconds: 0,
};

function series(name: string, values: readonly (number | null)[]) {
  const step = (FRAME.to - FRAME.from) / Math.max(1, values.length - 1);
  return { name, points: values.map((value, i): Point => [FRAME.from + i * step, value]) };
}

/** The numbers of a path, as x, y pairs. */
function placesIn(path: string): readonly (readonly [number, number])[] {
  return [...path.matchAll(/([-\d.]+),([-\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
}

describe('layoutTimeChart', () => {
  it('keeps every point inside the plot', () => {
    const values = fc.array(fc.option(fc.double({ min: 0, max: 1e9, noNaN: true })), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(values, (points) => {
        const { plot, lines } = layoutTimeChart([series('200', points)], FRAME);
        for (const [x, y] of placesIn(lines[0]?.path ?? '')) {
          expect(x).toBeGreaterThanOrEqual(plot.left - 0.1);
          expect(x).toBeLessThanOrEqual(plot.right + 0.1);
          expect(y).toBeGreaterThanOrEqual(plot.top - 0.1);
          expect(y).toBeLessThanOrEqual(plot.bottom + 0.1);
        }
      }),
    );
  });

  it('leaves a gap where there is no sample', () => {
    const { lines } = layoutTimeChart([series('200', [1, 2, null, 3, 4])], FRAME);
    expect(lines[0]?.path.match(/M/g)).toHaveLength(2);
  });

  it('makes a dot of a sample between two gaps', () => {
    const { lines } = layoutTimeChart([series('200', [null, 2, null])], FRAME);
    expect(lines[0]?.path).toMatch(/^M[^ML]+Z$/);
  });

  it('has an empty path for a series without samples', () => {
    const { lines } = layoutTimeChart([series('200', [null, null])], FRAME);
    expect(lines).toEqual([{ name: '200', path: '' }]);
  });

  it('starts the value axis at 0, at the bottom', () => {
    const { plot, yTicks } = layoutTimeChart([series('200', [80, 90])], FRAME);
    expect(yTicks[0]).toEqual({ y: plot.bottom, value: 0 });
  });

  it('survives a frame without room', () => {
    const { plot } = layoutTimeChart([series('200', [1])], { ...FRAME, width: 0, height: 0 });
    expect(plot.right).toBeGreaterThan(plot.left);
    expect(plot.bottom).toBeGreaterThan(plot.top);
  });
});

describe('pointing at a chart', () => {
  const lines = [series('a', [1, 2, 3]), series('b', [4, null, 6])];

  it('finds the nearest moment', () => {
    const moments = momentsOf(lines);
    expect(moments).toHaveLength(3);
    expect(momentAt(moments, 0.1, FRAME)).toBe(FRAME.from);
    expect(momentAt(moments, 0.55, FRAME)).toBe(FRAME.from + 900);
    expect(momentAt(moments, 7, FRAME)).toBe(FRAME.to);
    expect(momentAt([], 0.5, FRAME)).toBeNull();
  });

  it('reads the value at a moment, and none where there is none', () => {
    const [a, b] = lines;
    expect(a && valueAt(a, FRAME.from + 900)).toBe(2);
    expect(b && valueAt(b, FRAME.from + 900)).toBeNull();
    expect(a && valueAt(a, FRAME.from + 1)).toBeNull();
  });
});

describe('timeTicks', () => {
  it('is round by the clock of the viewer', () => {
    // India is five and a half hours ahead: its whole hours are half hours of UTC.
    const ticks = timeTicks(1_700_000_000, 1_700_014_400, 4, 19_800);
    for (const tick of ticks) expect((tick + 19_800) % 3600).toBe(0);
    expect(ticks.length).toBeGreaterThan(0);
  });

  it('gives no more than asked for, all within the time', () => {
    const span = fc.integer({ min: 1, max: 100 * 86_400 });
    fc.assert(
      fc.property(span, fc.integer({ min: 1, max: 20 }), (seconds, most) => {
        const from = 1_700_000_000;
        const ticks = timeTicks(from, from + seconds, most, 3600);
        expect(ticks.length).toBeLessThanOrEqual(most + 1);
        for (const tick of ticks) {
          expect(tick).toBeGreaterThanOrEqual(from);
          expect(tick).toBeLessThanOrEqual(from + seconds);
        }
      }),
    );
  });

  it('has none for no time', () => {
    expect(timeTicks(10, 10, 5, 0)).toEqual([]);
    expect(timeTicks(10, 5, 5, 0)).toEqual([]);
  });
});

describe('valueTicks', () => {
  it.each([
    [112, 'perSecond', [0, 50, 100, 150]],
    [0, 'ratio', [0, 0.005, 0.01]],
    [0.93, 'ratio', [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [1280 * 1024 ** 2, 'bytes', [0, 512, 1024, 1536].map((mebi) => mebi * 1024 ** 2)],
  ] as const)('is round for %d in %s', (highest, unit, expected) => {
    expect(valueTicks(highest, unit, 3)).toEqual(expected);
  });

  it('reaches over the highest value', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), (highest) => {
        const values = valueTicks(highest, 'milliseconds', 4);
        expect(values[0]).toBe(0);
        expect(values.at(-1) ?? 0).toBeGreaterThanOrEqual(highest * (1 - 1e-9));
      }),
    );
  });
});

describe('tonesOf', () => {
  it('has the colour of trouble for server errors alone', () => {
    const tones = tonesOf(['200', '404', '503 UO', '0', 'limit', 'p95']);
    const failing = [...tones].filter(([, { kind }]) => kind === 'failing').map(([name]) => name);
    expect(failing).toEqual(['0', '503 UO']);
    expect(tones.get('404')).toEqual({ kind: 'degraded' });
    expect(tones.get('limit')).toEqual({ kind: 'limit' });
  });

  it('does not depend on the order, and tells up to ten lines apart', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{3,8}$/), { maxLength: 10 });
    fc.assert(
      fc.property(names, (list) => {
        const tones = tonesOf(list);
        expect(tonesOf(list.toReversed())).toEqual(tones);
        expect(new Set([...tones.values()].map((tone) => JSON.stringify(tone))).size).toBe(
          tones.size,
        );
      }),
    );
  });
});

describe('summarise', () => {
  it.each([
    [
      [series('p50', [10, 10]), series('p95', [120, 480])],
      'milliseconds',
      'p95 rose from 120 ms to 480 ms',
    ],
    [[series('p95', [480, 120])], 'milliseconds', 'p95 fell from 480 ms to 120 ms'],
    [[series('404', [1, 1]), series('200', [100, 105])], 'perSecond', '200 is steady at 105 rps'],
    [[series('limit', [9, 9]), series('pod-a', [0.2, 0.21])], 'cores', 'pod-a is steady at 210m'],
    [[series('errors', [0, 0])], 'ratio', 'errors is steady at 0%'],
    [[], 'perSecond', 'No samples.'],
    [[series('200', [null])], 'perSecond', 'No samples.'],
  ] as const)('says the point (%#)', (lines, unit, start) => {
    expect(summarise(lines, unit).startsWith(start)).toBe(true);
  });
});

describe('layoutSpark', () => {
  const size = { width: 96, height: 24 };

  it('is empty without samples', () => {
    expect(layoutSpark([], size)).toEqual({ line: '', area: '' });
    expect(layoutSpark([[1, null]], size)).toEqual({ line: '', area: '' });
  });

  it('runs along the bottom when everything is 0', () => {
    const { line } = layoutSpark(series('rate', [0, 0, 0]).points, size);
    for (const [, y] of placesIn(line)) expect(y).toBe(size.height - 1);
  });

  it('stays inside its box', () => {
    const values = fc.array(fc.double({ min: 0, max: 1e12, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(values, (points) => {
        for (const [x, y] of placesIn(layoutSpark(series('rate', points).points, size).line)) {
          expect(x >= 0 && x <= size.width && y >= 0 && y <= size.height).toBe(true);
        }
      }),
    );
  });
});
