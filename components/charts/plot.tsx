'use client';

import { useMemo, type PointerEvent } from 'react';
import { useCursor } from '@/components/charts/cursor';
import { toneClass } from '@/components/charts/tone-class';
import { useSize } from '@/components/charts/use-size';
import { cx } from '@/components/ui/cx';
import { formatClock, formatUnit, type Unit } from '@/lib/domain/format';
import {
  layoutTimeChart,
  momentAt,
  momentsOf,
  valueAt,
  type ChartSeries,
  type TimeScene,
} from '@/lib/viz/charts/time-scene';
import type { Tone } from '@/lib/viz/charts/tones';
import styles from './plot.module.css';

interface PlotProps {
  readonly unit: Unit;
  readonly series: readonly ChartSeries[];
  readonly tones: ReadonlyMap<string, Tone>;
  readonly from: number;
  readonly to: number;
}

/** The drawing of a chart. Opaque to screen readers: the sentence and the table speak for it. */
export function Plot({ unit, series, tones, from, to }: PlotProps) {
  const [ref, size] = useSize();
  const { time, setTime } = useCursor();
  const moments = useMemo(() => momentsOf(series), [series]);
  const scene = useMemo(
    () =>
      size === null
        ? null
        : layoutTimeChart(series, { unit, from, to, ...size, offsetSeconds: zoneOffset(to) }),
    [series, unit, from, to, size],
  );

  function pointAt({ clientX, currentTarget }: PointerEvent<SVGSVGElement>) {
    if (scene === null) return;
    const { left, right } = scene.plot;
    const x = clientX - currentTarget.getBoundingClientRect().left;
    setTime(momentAt(moments, (x - left) / (right - left), { from, to }));
  }

  return (
    <div ref={ref} className={styles.plot}>
      {scene !== null && size !== null && (
        <svg
          width={size.width}
          height={size.height}
          aria-hidden="true"
          onPointerMove={pointAt}
          onPointerLeave={() => setTime(null)}
        >
          <Axes scene={scene} unit={unit} />
          {scene.lines.map(({ name, path }) => (
            <path key={name} d={path} className={cx(styles.line, toneClass(tones.get(name)))} />
          ))}
          {time !== null && time >= from && time <= to && (
            <Crosshair scene={scene} series={series} tones={tones} at={{ time, from, to }} />
          )}
        </svg>
      )}
    </div>
  );
}

function Axes({ scene, unit }: { readonly scene: TimeScene; readonly unit: Unit }) {
  const { plot, xTicks, yTicks } = scene;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
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
      {xTicks.map(({ x, time }) => (
        <text key={time} x={x} y={plot.bottom + 16} textAnchor="middle">
          {formatClock(time * 1000, timeZone).slice(0, -3)}
        </text>
      ))}
    </g>
  );
}

interface CrosshairProps {
  readonly scene: TimeScene;
  readonly series: readonly ChartSeries[];
  readonly tones: ReadonlyMap<string, Tone>;
  readonly at: { readonly time: number; readonly from: number; readonly to: number };
}

function Crosshair({ scene, series, tones, at }: CrosshairProps) {
  const { plot, yTicks } = scene;
  const x = plot.left + ((at.time - at.from) / (at.to - at.from)) * (plot.right - plot.left);
  const top = Math.max(0, ...yTicks.map(({ value }) => value));
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const isLeft = x < (plot.left + plot.right) / 2;
  return (
    <g className={styles.crosshair}>
      <line x1={x} x2={x} y1={plot.top} y2={plot.bottom} />
      {series.map((line) => {
        const value = valueAt(line, at.time);
        if (value === null || top === 0) return null;
        const y = plot.bottom - (value / top) * (plot.bottom - plot.top);
        return (
          <circle key={line.name} cx={x} cy={y} r="3" className={toneClass(tones.get(line.name))} />
        );
      })}
      <text x={isLeft ? x + 6 : x - 6} y={plot.top + 8} textAnchor={isLeft ? 'start' : 'end'}>
        {formatClock(at.time * 1000, timeZone)}
      </text>
    </g>
  );
}

/** How far this browser's clock is ahead of UTC at a moment, in seconds. */
function zoneOffset(epochSeconds: number): number {
  return -new Date(epochSeconds * 1000).getTimezoneOffset() * 60;
}
