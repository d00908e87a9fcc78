import { Delaunay, scaleLinear, scaleLog, scaleUtc } from 'd3';
import { formatDuration } from '@/lib/domain/duration';

/** What the plot shows of a trace. */
export interface ScatterTrace {
  readonly startMs: number;
  readonly durationMs: number;
  readonly spanCount: number;
  readonly errorCount: number;
}

export interface ScatterFrame {
  /** CSS pixels of the area that points are in. */
  readonly width: number;
  readonly height: number;
  /** Epoch milliseconds at its left and right edge. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly axis: 'linear' | 'log';
}

export interface ScatterPoint {
  /** Index of the trace. */
  readonly index: number;
  /** CSS pixels from the top left of the area. */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly failed: boolean;
}

export interface ScatterTick {
  /** CSS pixels from the left or the top. */
  readonly at: number;
  readonly label: string;
}

export interface ScatterScene {
  /** Failed traces last, so that they lie on top. */
  readonly points: readonly ScatterPoint[];
  /** Epoch milliseconds; the caller knows the viewer's time zone. */
  readonly moments: readonly { readonly at: number; readonly epochMs: number }[];
  readonly durations: readonly ScatterTick[];
  /** What a point of the area stands for. */
  readonly momentAt: (x: number) => number;
  readonly durationAt: (y: number) => number;
  /** Where a moment and a duration (milliseconds) are, cut to the area. */
  readonly xOf: (epochMs: number) => number;
  readonly yOf: (durationMs: number) => number;
}

const RADIUS = { base: 2.8, perDecade: 1.1, max: 7 } as const;
const HEADROOM = 1.06;
const PX_PER_MOMENT = 110;
const PX_PER_DURATION = 44;

/** A duration of 0 has no logarithm; nothing shorter is told apart. */
const LOG_FLOOR_MS = 0.001;

/** Places traces by start and duration. Larger points have more spans. */
export function scatterScene(traces: readonly ScatterTrace[], frame: ScatterFrame): ScatterScene {
  const { width, height } = frame;
  const time = scaleUtc([frame.fromMs, frame.toMs], [0, width]).clamp(true);
  const duration = durationScale(traces, frame);
  const points = traces
    .map(({ startMs, durationMs, spanCount, errorCount }, index) => ({
      index,
      x: time(startMs),
      y: duration(Math.max(durationMs, LOG_FLOOR_MS)),
      radius: Math.min(RADIUS.max, RADIUS.base + RADIUS.perDecade * Math.log10(spanCount + 1)),
      failed: errorCount > 0,
    }))
    .toSorted((a, b) => Number(a.failed) - Number(b.failed));

  const moments = time.ticks(Math.max(2, Math.floor(width / PX_PER_MOMENT)));
  const durations = duration
    .ticks(Math.max(2, Math.floor(height / PX_PER_DURATION)))
    .filter((ms) => frame.axis === 'linear' || isRound(ms));
  return {
    points,
    moments: moments.map((date) => ({ at: time(date), epochMs: date.getTime() })),
    durations: durations.map((ms) => ({ at: duration(ms), label: formatDuration(ms * 1000) })),
    momentAt: (x) => time.invert(x).getTime(),
    durationAt: (y) => duration.invert(y),
    xOf: (epochMs) => time(epochMs),
    yOf: (ms) => duration(Math.max(ms, LOG_FLOOR_MS)),
  };
}

function durationScale(traces: readonly ScatterTrace[], { height, axis }: ScatterFrame) {
  const longest = traces.reduce((most, { durationMs }) => Math.max(most, durationMs), LOG_FLOOR_MS);
  if (axis === 'linear') return scaleLinear([0, longest * HEADROOM], [height, 0]).clamp(true);
  const shortest = traces.reduce((least, { durationMs }) => Math.min(least, durationMs), longest);
  const floor = Math.max(LOG_FLOOR_MS, Math.min(shortest, longest / 10) / HEADROOM);
  return scaleLog([floor, longest * HEADROOM], [height, 0]).clamp(true);
}

/** Whether a number reads 1, 2 or 5 but for zeros: the others of a log axis stand too close. */
function isRound(value: number): boolean {
  return ['1', '2', '5'].includes(value.toExponential(0).charAt(0));
}

/** How far from a point the pointer still means it, in CSS pixels beyond its radius. */
const REACH_PX = 8;

/** Returns a function that finds the point nearest to a place, or null when none is near. */
export function pointFinder(
  points: readonly ScatterPoint[],
): (x: number, y: number) => ScatterPoint | null {
  const nearest = Delaunay.from(
    points,
    ({ x }) => x,
    ({ y }) => y,
  );
  return (x, y) => {
    const point = points.length === 0 ? undefined : points[nearest.find(x, y)];
    if (point === undefined) return null;
    return Math.hypot(point.x - x, point.y - y) <= point.radius + REACH_PX ? point : null;
  };
}
