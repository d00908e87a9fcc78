'use client';

import { useId, useMemo } from 'react';
import { useCursor } from '@/components/charts/cursor';
import { Crosshair, momentText, Span, spanText } from '@/components/charts/plot-marks';
import { toneClass } from '@/components/charts/tone-class';
import { usePlotInput } from '@/components/charts/use-plot-input';
import { useSize } from '@/components/charts/use-size';
import { useTimeZone } from '@/components/shell/time-zone';
import { cx } from '@/components/ui/cx';
import { formatClock, formatUnit, type Unit } from '@/lib/domain/format';
import { zoneOffsetSeconds } from '@/lib/domain/time-zone';
import type { TimeCursor } from '@/lib/viz/charts/time-cursor';
import {
  layoutTimeChart,
  momentsOf,
  valueAt,
  type ChartSeries,
  type TimeScene,
} from '@/lib/viz/charts/time-scene';
import type { Tone } from '@/lib/viz/charts/tones';
import styles from './plot.module.css';

interface PlotProps {
  readonly title: string;
  readonly unit: Unit;
  readonly series: readonly ChartSeries[];
  readonly tones: ReadonlyMap<string, Tone>;
  readonly from: number;
  readonly to: number;
}

/**
 * The drawing of a chart. To screen readers it is a slider over its moments that says the figures of
 * each; the sentence and the table tell the rest.
 */
export function Plot({ title, unit, series, tones, from, to }: PlotProps) {
  const id = useId();
  const [ref, size] = useSize();
  const timeZone = useTimeZone();
  const { cursor } = useCursor();
  const moments = useMemo(() => momentsOf(series), [series]);
  const scene = useMemo(() => {
    if (size === null) return null;
    const offsetSeconds = zoneOffsetSeconds(to * 1000, timeZone);
    return layoutTimeChart(series, { unit, from, to, ...size, offsetSeconds });
  }, [series, unit, from, to, size, timeZone]);
  const input = usePlotInput({ scene, moments, from, to });
  const { time, span } = cursor;

  return (
    <>
      <div
        ref={ref}
        className={styles.plot}
        role="slider"
        tabIndex={0}
        aria-label={`${title}: moment`}
        aria-describedby={`${id}-keys`}
        aria-valuemin={from}
        aria-valuemax={to}
        aria-valuenow={time ?? to}
        aria-valuetext={wordsFor(cursor, series, unit, timeZone)}
        {...input}
      >
        {scene !== null && size !== null && (
          <svg width={size.width} height={size.height} aria-hidden="true">
            <Axes scene={scene} unit={unit} timeZone={timeZone} />
            {scene.lines.map(({ name, path }) => (
              <path key={name} d={path} className={cx(styles.line, toneClass(tones.get(name)))} />
            ))}
            {span !== null && <Span {...{ scene, from, to, timeZone, span }} />}
            {time !== null && time >= from && time <= to && (
              <Crosshair
                {...{ scene, series, tones, from, to, timeZone, time }}
                hasLabel={span === null}
              />
            )}
          </svg>
        )}
      </div>
      <p id={`${id}-keys`} className="visually-hidden">
        Arrow keys move the moment; with Shift they choose a stretch of time, and Enter zooms to it.
      </p>
    </>
  );
}

/** Nearer to the end of the axis than this, a time would be cut off when centred. */
const EDGE_PX = 14;

interface AxesProps {
  readonly scene: TimeScene;
  readonly unit: Unit;
  readonly timeZone: string;
}

function Axes({ scene, unit, timeZone }: AxesProps) {
  const { plot, xTicks, yTicks } = scene;
  const clocks = xTicks.map(({ time }) => formatClock(time * 1000, timeZone));
  const isWhole = clocks.every((clock) => clock.endsWith(':00'));
  return (
    <g className={styles.axes}>
      {yTicks.map(({ y, value }) => (
        <g key={value}>
          <line x1={plot.left} x2={plot.right} y1={y} y2={y} />
          <text x={plot.left - 8} y={y} dy="0.32em" textAnchor="end">
            {formatUnit(value, unit)}
          </text>
        </g>
      ))}
      {xTicks.map(({ x, time }, index) => (
        <text
          key={time}
          y={plot.bottom + 16}
          {...(x > plot.right - EDGE_PX
            ? { x: plot.right + 8, textAnchor: 'end' }
            : { x, textAnchor: 'middle' })}
        >
          {isWhole ? clocks[index]?.slice(0, -3) : clocks[index]}
        </text>
      ))}
    </g>
  );
}

/** So many figures are said of a moment; the table has them all. */
const MOST_SAID = 6;

/** What a screen reader says of the cursor. */
function wordsFor(
  { time, span }: TimeCursor,
  series: readonly ChartSeries[],
  unit: Unit,
  timeZone: string,
): string {
  if (span !== null) return `${spanText(span, timeZone)} chosen`;
  if (time === null) return 'No moment chosen';
  const figures = series.slice(0, MOST_SAID).flatMap((line) => {
    const value = valueAt(line, time);
    return value === null ? [] : [`${line.name} ${formatUnit(value, unit)}`];
  });
  return [momentText(time, timeZone), ...figures].join(', ');
}
