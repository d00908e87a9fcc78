import { bisector, line, max, scaleLinear } from 'd3';
import type { Unit } from '@/lib/domain/format';
import { timeTicks, valueTicks } from '@/lib/viz/charts/ticks';

/** `[epoch seconds, value]`; null where there is no sample. */
export type Point = readonly [number, number | null];

export interface ChartSeries {
  readonly name: string;
  readonly points: readonly Point[];
}

export interface ChartFrame {
  readonly unit: Unit;
  /** Epoch seconds. */
  readonly from: number;
  readonly to: number;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** How far the viewer's clock is ahead of UTC, in seconds. */
  readonly offsetSeconds: number;
}

export interface TimeScene {
  readonly plot: {
    readonly left: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
  };
  /** Paths in the order of the series; empty for a series without samples. */
  readonly lines: readonly { readonly name: string; readonly path: string }[];
  readonly xTicks: readonly { readonly x: number; readonly time: number }[];
  readonly yTicks: readonly { readonly y: number; readonly value: number }[];
}

const MARGIN = { left: 62, top: 8, right: 10, bottom: 22 } as const;
const PIXELS_PER_TIME_TICK = 90;
const PIXELS_PER_VALUE_TICK = 40;

/**
 * Places lines over time in a frame. The value axis starts at 0, so that heights can be compared; a
 * missing sample is a gap, and a sample between two gaps is a dot (a path of no length).
 */
export function layoutTimeChart(series: readonly ChartSeries[], frame: ChartFrame): TimeScene {
  const { unit, from, to, width, height, offsetSeconds } = frame;
  const plot = {
    left: MARGIN.left,
    top: MARGIN.top,
    right: Math.max(MARGIN.left + 1, width - MARGIN.right),
    bottom: Math.max(MARGIN.top + 1, height - MARGIN.bottom),
  };
  const highest = max(series, ({ points }) => max(points, ([, value]) => value ?? 0)) ?? 0;
  const values = valueTicks(highest, unit, Math.floor(height / PIXELS_PER_VALUE_TICK));
  const x = scaleLinear([from, to], [plot.left, plot.right]);
  const y = scaleLinear([0, Math.max(highest, values.at(-1) ?? 0)], [plot.bottom, plot.top]);
  const toPath = line<Point>()
    .defined(([, value]) => value !== null && Number.isFinite(value))
    .x(([time]) => x(time))
    .y(([, value]) => y(value ?? 0))
    .digits(1);

  return {
    plot,
    lines: series.map(({ name, points }) => ({ name, path: toPath(points) ?? '' })),
    xTicks: timeTicks(
      from,
      to,
      Math.max(1, Math.floor((plot.right - plot.left) / PIXELS_PER_TIME_TICK)),
      offsetSeconds,
    ).map((time) => ({ x: x(time), time })),
    yTicks: values.map((value) => ({ y: y(value), value })),
  };
}

/** All moments of the series in order, without repeats, in epoch seconds. */
export function momentsOf(series: readonly ChartSeries[]): readonly number[] {
  const all = new Set(series.flatMap(({ points }) => points.map(([time]) => time)));
  return [...all].toSorted((a, b) => a - b);
}

/** The moment nearest to a place on the time axis (0..1 from left to right); null without any. */
export function momentAt(
  moments: readonly number[],
  share: number,
  { from, to }: { readonly from: number; readonly to: number },
): number | null {
  if (moments.length === 0) return null;
  return (
    moments[bisector<number, number>((time) => time).center(moments, from + share * (to - from))] ??
    null
  );
}

/** The value of a series at exactly a moment; null where it has none. */
export function valueAt({ points }: ChartSeries, time: number): number | null {
  const index = bisector<Point, number>(([at]) => at).left(points, time);
  const point = points[index];
  return point?.[0] === time ? point[1] : null;
}
