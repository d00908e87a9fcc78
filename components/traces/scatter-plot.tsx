'use client';

import { useRouter } from 'next/navigation';
import { useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { PointCard, SCATTER_MARGIN as MARGIN } from '@/components/traces/point-card';
import { shownDurationMs } from '@/components/traces/shown-duration';
import { useElementSize } from '@/components/traces/use-element-size';
import { usePlotDrag, type Box } from '@/components/traces/use-plot-drag';
import { usePlotKeys } from '@/components/traces/use-plot-keys';
import { useTimeZone } from '@/components/shell/time-zone';
import { useLinks } from '@/components/shell/use-links';
import { cx } from '@/components/ui/cx';
import type { TraceSummary } from '@/lib/contract/traces';
import type { PlotSelection } from '@/lib/contract/traces-url';
import type { MomentRange } from '@/lib/domain/moment-range';
import { traceHref } from '@/lib/contract/urls';
import { formatDuration } from '@/lib/domain/duration';
import { formatClock, formatCount } from '@/lib/domain/format';
import {
  pointFinder,
  scatterScene,
  type ScatterPoint,
  type ScatterScene,
} from '@/lib/viz/traces/scatter';
import styles from './scatter-plot.module.css';

interface ScatterPlotProps {
  readonly traces: readonly TraceSummary[];
  readonly range: MomentRange;
  readonly axis: 'linear' | 'log';
  readonly selection: PlotSelection | null;
  readonly onSelect: (selection: PlotSelection | null) => void;
}

/**
 * Traces by start and duration. A click on a point opens the trace, a drag chooses a part. Its keys go
 * from trace to trace (see `cursorKey`), choose a stretch of time, and open. The table below it holds
 * the same traces for those who do not see the plot.
 */
export function ScatterPlot({ traces, range, axis, selection, onSelect }: ScatterPlotProps) {
  const frameRef = useRef<HTMLDivElement>(null);
  const { width, height } = useElementSize(frameRef);
  const inner = {
    width: Math.max(1, width - MARGIN.left - MARGIN.right),
    height: Math.max(1, height - MARGIN.top - MARGIN.bottom),
  };
  const scene = useMemo(
    () =>
      scatterScene(
        traces.map((trace) => ({ ...trace, durationMs: shownDurationMs(trace) })),
        { width: inner.width, height: inner.height, axis, ...range },
      ),
    [traces, inner.width, inner.height, axis, range],
  );
  const find = useMemo(() => pointFinder(scene.points), [scene]);
  const [hovered, setHovered] = useState<ScatterPoint | null>(null);
  const keys = usePlotKeys(traces);
  const open = useOpenTrace(traces);
  const { box, handlers, cancel } = usePlotDrag({
    margin: MARGIN,
    size: inner,
    onHover: (x, y) => setHovered(find(x, y)),
    onLeave: () => setHovered(null),
    onClick: (x, y) => {
      const point = find(x, y);
      if (point === null) onSelect(null);
      else open(point.index);
    },
    onBox: (drawn) => onSelect(selectionOf(drawn, scene)),
  });
  const point = box === null ? (hovered ?? pointOf(scene, keys.index)) : null;
  const wholeHeight = { minMs: 0, maxMs: scene.durationAt(0) };
  const shown = keys.range === null ? selection : { ...keys.range, ...wholeHeight };
  const shownBox = box ?? boxOf(shown, scene);

  function obey(event: KeyboardEvent) {
    if (event.key === 'Escape') cancel();
    if (event.key === 'Enter' && keys.range === null && keys.index !== null) open(keys.index);
    const range = keys.obey(event);
    if (range !== null) onSelect({ ...range, ...wholeHeight });
  }

  return (
    <div
      ref={frameRef}
      className={styles.frame}
      role="slider"
      tabIndex={0}
      aria-label={summaryOf(traces)}
      aria-valuemin={range.fromMs}
      aria-valuemax={range.toMs}
      aria-valuenow={keys.time ?? range.toMs}
      aria-valuetext={keys.words}
      onKeyDown={obey}
      onBlur={keys.reset}
    >
      <svg
        className={cx(styles.plot, point !== null && styles.onPoint)}
        aria-hidden="true"
        width={width}
        height={height}
        {...handlers}
      >
        <g transform={`translate(${MARGIN.left} ${MARGIN.top})`}>
          <Axes scene={scene} {...inner} />
          {scene.points.map((one) => (
            <Point key={one.index} point={one} isHovered={one.index === point?.index} />
          ))}
          {shownBox !== null && <rect className={styles.box} {...shownBox} />}
        </g>
      </svg>
      {point !== null && <PointCard trace={traces[point.index]} point={point} width={width} />}
    </div>
  );
}

function Axes({
  scene,
  width,
  height,
}: {
  readonly scene: ScatterScene;
  readonly width: number;
  readonly height: number;
}) {
  const timeZone = useTimeZone();
  const clocks = scene.moments.map(({ epochMs }) => formatClock(epochMs, timeZone));
  const isWhole = clocks.every((clock) => clock.endsWith(':00'));
  return (
    <g className={styles.axes}>
      {scene.durations.map(({ at, label }) => (
        <g key={label} transform={`translate(0 ${at})`}>
          <line x2={width} />
          <text x={-8} dy="0.32em" textAnchor="end">
            {label}
          </text>
        </g>
      ))}
      {scene.moments.map(({ at, epochMs }, index) => (
        <text key={epochMs} x={at} y={height + 17} textAnchor="middle">
          {isWhole ? clocks[index]?.slice(0, -3) : clocks[index]}
        </text>
      ))}
    </g>
  );
}

/** A disc, or a square where something failed. */
function Point({
  point: { x, y, radius, failed },
  isHovered,
}: {
  readonly point: ScatterPoint;
  readonly isHovered: boolean;
}) {
  const size = isHovered ? radius + 2 : radius;
  return failed ? (
    <rect className={styles.failed} x={x - size} y={y - size} width={2 * size} height={2 * size} />
  ) : (
    <circle className={styles.sound} cx={x} cy={y} r={size} />
  );
}

function useOpenTrace(traces: readonly TraceSummary[]): (index: number) => void {
  const router = useRouter();
  const { view, target, hrefOf } = useLinks();
  return (index) => {
    const trace = traces[index];
    if (trace === undefined) return;
    const href = hrefOf(traceHref(trace.traceId, {}, view));
    if (target === undefined) router.push(href);
    else window.open(href, target, 'noopener');
  };
}

function selectionOf({ x, y, width, height }: Box, scene: ScatterScene): PlotSelection {
  return {
    fromMs: Math.floor(scene.momentAt(x)),
    toMs: Math.ceil(scene.momentAt(x + width)),
    minMs: Math.max(0, scene.durationAt(y + height)),
    maxMs: scene.durationAt(y),
  };
}

function pointOf({ points }: ScatterScene, wanted: number | null): ScatterPoint | null {
  return points.find(({ index }) => index === wanted) ?? null;
}

function boxOf(selection: PlotSelection | null, scene: ScatterScene): Box | null {
  if (selection === null) return null;
  const { fromMs, toMs, minMs, maxMs } = selection;
  const [x, y] = [scene.xOf(fromMs), scene.yOf(maxMs)];
  return { x, y, width: scene.xOf(toMs) - x, height: scene.yOf(minMs) - y };
}

/** The point of the plot in a sentence. */
function summaryOf(traces: readonly TraceSummary[]): string {
  const durations = traces.map(shownDurationMs).toSorted((a, b) => a - b);
  const at = (share: number) =>
    formatDuration((durations[Math.floor((durations.length - 1) * share)] ?? 0) * 1000);
  const failed = traces.filter(({ errorCount }) => errorCount > 0).length;
  return (
    `${formatCount(traces.length)} traces over time: from ${at(0)} to ${at(1)}, ` +
    `half of them up to ${at(0.5)}; ${formatCount(failed)} with errors.`
  );
}
