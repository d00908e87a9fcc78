import { ChevronDown, ChevronRight, CircleAlert, Clock, TriangleAlert } from 'lucide-react';
import { memo } from 'react';
import { movedText } from '@/components/traces/clock-notice';
import { toneClass } from '@/components/traces/span-tone';
import { serviceName, type TraceModel } from '@/components/traces/trace-model';
import { cx } from '@/components/ui/cx';
import type { Span } from '@/lib/contract/traces';
import type { ZoomWindow } from '@/lib/contract/trace-url';
import type { PathSection } from '@/lib/domain/critical-path';
import { formatDuration } from '@/lib/domain/duration';
import { formatCount } from '@/lib/domain/format';
import type { SpanTone } from '@/lib/viz/traces/span-tones';
import { barOf } from '@/lib/viz/traces/time-axis';
import styles from './timeline-row.module.css';

interface TimelineRowProps {
  readonly id: string;
  readonly model: TraceModel;
  /** Index of the span, and the row it is on. */
  readonly index: number;
  readonly row: number;
  readonly topPx: number;
  readonly zoom: ZoomWindow;
  readonly tone: SpanTone;
  readonly sections: readonly PathSection[] | undefined;
  readonly isFolded: boolean;
  readonly isContext: boolean;
  readonly isMatch: boolean;
  readonly isCursor: boolean;
  readonly isSelected: boolean;
}

/** One span: who did what on the left, when on the right. */
export const TimelineRow = memo(function TimelineRow(props: TimelineRowProps) {
  const { id, model, index, row, topPx, isFolded, isMatch, isCursor, isSelected } = props;
  const span = model.trace.spans[index];
  if (span === undefined) return null;
  const hasChildren = (model.forest.descendants[index] ?? 0) > 0;
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={row + 1}
      aria-level={span.depth + 1}
      aria-selected={isSelected}
      aria-expanded={hasChildren ? !isFolded : undefined}
      data-span={index}
      data-tone={props.tone}
      className={cx(
        toneClass,
        styles.row,
        props.isContext && styles.context,
        isMatch && styles.match,
        isCursor && styles.cursor,
      )}
      style={{ transform: `translateY(${topPx}px)` }}
    >
      <NameCell {...props} span={span} hasChildren={hasChildren} />
      <TimeCell {...props} span={span} />
    </div>
  );
});

interface CellProps extends TimelineRowProps {
  readonly span: Span;
}

/** Deeper spans are not indented further: the name must stay in sight. */
const MAX_INDENT = 16;
const INDENT_REM = 0.75;

function NameCell({
  model,
  index,
  span,
  hasChildren,
  isFolded,
}: CellProps & { readonly hasChildren: boolean }) {
  const Chevron = isFolded ? ChevronRight : ChevronDown;
  const below = model.forest.descendants[index] ?? 0;
  return (
    <div
      role="gridcell"
      className={styles.name}
      style={{ paddingLeft: `${Math.min(span.depth, MAX_INDENT) * INDENT_REM}rem` }}
    >
      <span className={styles.fold} data-fold={hasChildren ? true : undefined} aria-hidden="true">
        {hasChildren && <Chevron />}
      </span>
      {span.depth > MAX_INDENT && <span className={styles.depth}>{span.depth}</span>}
      <SpanMark
        isFailed={span.error}
        isFailedBelow={isFolded && (model.forest.errorsBelow[index] ?? 0) > 0}
        isOrphan={span.orphan}
      />
      <span className={styles.service}>{serviceName(model, span)}</span>
      <span className={styles.operation}>{span.operation}</span>
      {isFolded && <span className={styles.below}>+{formatCount(below)}</span>}
      <MovedMark movedUs={model.movedUs[index] ?? 0} />
    </div>
  );
}

/** That a span is not where it was reported, and by how much. */
function MovedMark({ movedUs }: { readonly movedUs: number }) {
  if (movedUs === 0) return null;
  return (
    <span className={styles.moved}>
      <Clock role="img" aria-label="Moved" />
      {movedText(movedUs)}
    </span>
  );
}

interface SpanMarkProps {
  readonly isFailed: boolean;
  readonly isFailedBelow: boolean;
  readonly isOrphan: boolean;
}

function SpanMark({ isFailed, isFailedBelow, isOrphan }: SpanMarkProps) {
  if (isFailed) return <CircleAlert role="img" aria-label="Failed" className={styles.failed} />;
  if (isFailedBelow) {
    return <CircleAlert role="img" aria-label="Failed below" className={styles.failedBelow} />;
  }
  if (!isOrphan) return null;
  return <TriangleAlert role="img" aria-label="Parent missing" className={styles.orphan} />;
}

function TimeCell({ model, index, span, zoom, sections = [] }: CellProps) {
  const bar = barOf(span.startUs, span.startUs + span.durationUs, zoom);
  const critical = model.criticalUs[index] ?? 0;
  const isBefore = span.startUs + span.durationUs < zoom.fromUs;
  return (
    <div role="gridcell" className={styles.time}>
      <span className={styles.bars} data-bars="">
        {bar === null ? (
          <span className={cx(styles.outside, !isBefore && styles.after)} aria-hidden="true">
            {isBefore ? '‹' : '›'}
          </span>
        ) : (
          <>
            <span className={styles.bar} style={styleOf(bar)} />
            {sections.map((section) => (
              <PathMark key={section.startUs} section={section} zoom={zoom} />
            ))}
            {span.events.map(({ atUs }, at) => (
              <EventMark key={at} atUs={atUs} zoom={zoom} />
            ))}
          </>
        )}
        <span
          className={styles.duration}
          style={{ left: bar === null ? undefined : `${(bar.left + bar.width) * 100}%` }}
        >
          {formatDuration(span.durationUs)}
          {critical > 0 && <span className="visually-hidden">, on the critical path</span>}
        </span>
      </span>
    </div>
  );
}

function PathMark({ section, zoom }: { readonly section: PathSection; readonly zoom: ZoomWindow }) {
  const bar = barOf(section.startUs, section.endUs, zoom);
  return bar === null ? null : <span className={styles.critical} style={styleOf(bar)} />;
}

function EventMark({ atUs, zoom }: { readonly atUs: number; readonly zoom: ZoomWindow }) {
  const bar = barOf(atUs, atUs, zoom);
  return bar === null ? null : (
    <span className={styles.event} style={{ left: `${bar.left * 100}%` }} />
  );
}

function styleOf({ left, width }: { readonly left: number; readonly width: number }) {
  return { left: `${left * 100}%`, width: `${width * 100}%` };
}
