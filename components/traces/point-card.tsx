'use client';

import { shownDurationMs } from '@/components/traces/shown-duration';
import { useTimeZone } from '@/components/shell/time-zone';
import type { TraceSummary } from '@/lib/contract/traces';
import { formatDuration } from '@/lib/domain/duration';
import { formatClock, formatCount } from '@/lib/domain/format';
import type { ScatterPoint } from '@/lib/viz/traces/scatter';
import styles from './scatter-plot.module.css';

/** Around the area that points are in, in CSS pixels. */
export const SCATTER_MARGIN = { top: 12, right: 16, bottom: 24, left: 64 } as const;

interface PointCardProps {
  readonly trace: TraceSummary | undefined;
  readonly point: ScatterPoint;
  readonly width: number;
}

const GAP_PX = 14;

/** What the trace of a point is, beside it. */
export function PointCard({ trace, point, width }: PointCardProps) {
  const timeZone = useTimeZone();
  if (trace === undefined) return null;
  const left = point.x + SCATTER_MARGIN.left;
  const isRight = left > width / 2;
  return (
    <div
      className={styles.card}
      style={{
        top: point.y + SCATTER_MARGIN.top,
        ...(isRight ? { right: width - left + GAP_PX } : { left: left + GAP_PX }),
      }}
    >
      <p className={styles.cardTitle}>
        {trace.rootService} <span className={styles.muted}>{trace.rootOperation}</span>
      </p>
      <p>
        {formatDuration(shownDurationMs(trace) * 1000)} at {formatClock(trace.startMs, timeZone)}
      </p>
      <p className={styles.muted}>
        {formatCount(trace.spanCount)} spans, {formatCount(trace.services.length)} services
        {trace.errorCount > 0 && `, ${formatCount(trace.errorCount)} failed`}
      </p>
    </div>
  );
}
