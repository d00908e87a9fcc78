import { ticks } from 'd3';
import { formatDuration } from '@/lib/domain/duration';

/** A part of a trace, in microseconds from its start. */
export interface TimeWindow {
  readonly fromUs: number;
  readonly toUs: number;
}

export interface AxisTick {
  /** Where it is in the window, 0..1. */
  readonly at: number;
  readonly label: string;
}

/** Round moments of a window with their labels, all different. */
export function timeTicks(window: TimeWindow, count: number): AxisTick[] {
  const fromStart = ticksFrom(window, count, 0);
  const labels = new Set(fromStart.map(({ label }) => label));
  // Deep in a trace full times read alike, so count from the start of the window: `+250 ns`.
  return labels.size === fromStart.length ? fromStart : ticksFrom(window, count, window.fromUs);
}

function ticksFrom({ fromUs, toUs }: TimeWindow, count: number, originUs: number): AxisTick[] {
  const length = toUs - fromUs;
  if (!(length > 0)) return [];
  return ticks(fromUs - originUs, toUs - originUs, count).map((us) => ({
    at: (us + originUs - fromUs) / length,
    label: originUs === 0 ? formatDuration(us) : `+${formatDuration(us)}`,
  }));
}

/** A bar in a window, as shares of its width: `left` from 0 to 1, `left + width` at most 1. */
export interface Bar {
  readonly left: number;
  readonly width: number;
}

/** Places a stretch of time in a window, cut at its edges; null when it is outside. */
export function barOf(startUs: number, endUs: number, window: TimeWindow): Bar | null {
  const length = window.toUs - window.fromUs;
  if (startUs > window.toUs || endUs < window.fromUs || !(length > 0)) return null;
  const left = Math.max(0, (startUs - window.fromUs) / length);
  const right = Math.min(1, (endUs - window.fromUs) / length);
  return { left, width: right - left };
}

/** The shortest window there is: 1 ns, the resolution of the spans. */
const MIN_LENGTH_US = 0.001;

/**
 * Makes a window shorter (`factor` below 1) or longer around a point, which stays where it is.
 *
 * @param anchor The point as a share of the window, 0..1.
 * @returns A window inside the trace, not shorter than 1 ns; null for the whole trace.
 */
export function zoomBy(
  { fromUs, toUs }: TimeWindow,
  factor: number,
  anchor: number,
  traceUs: number,
): TimeWindow | null {
  const length = toUs - fromUs;
  const next = Math.max(MIN_LENGTH_US, length * factor);
  return within(fromUs + (length - next) * anchor, next, traceUs);
}

/** Moves a window by a share of its length, as far as the trace goes; null for the whole trace. */
export function panBy({ fromUs, toUs }: TimeWindow, share: number, traceUs: number) {
  const length = toUs - fromUs;
  return within(fromUs + length * share, length, traceUs);
}

function within(fromUs: number, length: number, traceUs: number): TimeWindow | null {
  if (length >= traceUs) return null;
  const start = Math.min(Math.max(0, fromUs), traceUs - length);
  return { fromUs: start, toUs: start + length };
}
