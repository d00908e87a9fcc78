import { area, line, max, scaleLinear } from 'd3';
import type { Point } from '@/lib/viz/charts/time-scene';

export interface SparkScene {
  readonly line: string;
  readonly area: string;
}

/**
 * A line without axes, from 0 to its highest value, filling `width` × `height`. Both paths are empty
 * when there are no samples; a line of zeros runs along the bottom.
 */
export function layoutSpark(
  points: readonly Point[],
  { width, height }: { readonly width: number; readonly height: number },
): SparkScene {
  const samples = points.filter(([, value]) => value !== null && Number.isFinite(value));
  const [first, last] = [points.at(0), points.at(-1)];
  if (samples.length === 0 || first === undefined || last === undefined) {
    return { line: '', area: '' };
  }
  const highest = max(samples, ([, value]) => value ?? 0) ?? 0;
  // A pixel above and below, so that the stroke is not cut.
  const x = scaleLinear([first[0], Math.max(last[0], first[0] + 1)], [1, width - 1]);
  const y = scaleLinear([0, highest > 0 ? highest : 1], [height - 1, 1]);
  const defined = ([, value]: Point) => value !== null && Number.isFinite(value);
  return {
    line:
      line<Point>()
        .defined(defined)
        .x(([time]) => x(time))
        .y(([, value]) => y(value ?? 0))
        .digits(1)(points) ?? '',
    area:
      area<Point>()
        .defined(defined)
        .x(([time]) => x(time))
        .y0(height)
        .y1(([, value]) => y(value ?? 0))
        .digits(1)(points) ?? '',
  };
}
