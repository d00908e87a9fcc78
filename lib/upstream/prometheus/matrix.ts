import 'server-only';
import type { MatrixSeries } from '@/lib/domain/samples';
import { createLabelReader } from '@/lib/upstream/prometheus/labels';
import { isPossible, readPoint } from '@/lib/upstream/prometheus/sample';
import { isFields, WireError } from '@/lib/upstream/wire';

export interface Matrix {
  readonly series: readonly MatrixSeries[];
  /** Series left out because their labels were there already: the first one counts. */
  readonly repeated: number;
  /** Series left out because they are native histograms. */
  readonly histograms: number;
  /** Points that became null because nothing can be so: see `isPossible`. */
  readonly impossible: number;
}

type Point = readonly [number, number | null];

/**
 * Reads the result of a range query. Points are put in the order of time, the first of two with the same time
 * counts; NaN, ±Inf and what cannot be become null, and so does the place where a point or more is missing,
 * once.
 *
 * @throws WireError when it is no matrix, or a field is missing or of the wrong type.
 */
export function readMatrix(resultType: string, result: unknown, stepSeconds: number): Matrix {
  if (resultType !== 'matrix') throw new WireError(`a ${resultType} came instead of a matrix`);
  if (!Array.isArray(result)) throw new WireError('the result is not a list');

  const series: MatrixSeries[] = [];
  const reader = createLabelReader();
  let repeated = 0;
  let histograms = 0;
  let impossible = 0;
  const entries: readonly unknown[] = result;
  for (const entry of entries) {
    if (!isFields(entry)) throw new WireError('a series is not an object');
    const { labels, repeats } = reader.read(entry.metric);
    if (entry.values === undefined && entry.histograms !== undefined) {
      histograms += 1;
    } else if (repeats) {
      repeated += 1;
    } else {
      const points = readPoints(entry.values);
      impossible += points.filter(([, value]) => !isPossible(value)).length;
      series.push({ labels, points: withGaps(points.map(possiblePoint), stepSeconds) });
    }
  }
  return { series, repeated, histograms, impossible };
}

function possiblePoint(point: Point): Point {
  const [at, value] = point;
  return isPossible(value) ? point : [at, null];
}

function readPoints(values: unknown): readonly Point[] {
  if (!Array.isArray(values)) throw new WireError('a series has no list of values');
  const points = values.map(readPoint);
  const inOrder = points.every(([at], i) => i === 0 || at > (points[i - 1]?.[0] ?? at));
  if (inOrder) return points;
  const sorted = points.toSorted(([a], [b]) => a - b);
  return sorted.filter(([at], i) => i === 0 || at !== sorted[i - 1]?.[0]);
}

/** Marks each hole with one null, so that no line is drawn across it. */
function withGaps(points: readonly Point[], stepSeconds: number): readonly Point[] {
  const marked: Point[] = [];
  let last = Number.POSITIVE_INFINITY;
  for (const point of points) {
    if (point[0] - last > 1.5 * stepSeconds) marked.push([last + stepSeconds, null]);
    marked.push(point);
    last = point[0];
  }
  return marked;
}
