'use client';

import { useEffect, useRef, type CSSProperties, type KeyboardEvent, type MouseEvent } from 'react';
import { ColumnSplitter } from '@/components/traces/column-splitter';
import { timelineKey, type TimelineAction } from '@/components/traces/timeline-keys';
import { TimelineRow } from '@/components/traces/timeline-row';
import { nextMatch } from '@/components/traces/timeline-toolbar';
import type { TraceModel } from '@/components/traces/trace-model';
import { useElementSize } from '@/components/traces/use-element-size';
import { scrollToRow, useRowWindow } from '@/components/traces/use-row-window';
import { useNameColumn } from '@/components/traces/use-name-column';
import type { Timeline } from '@/components/traces/use-timeline';
import { useWheelZoom } from '@/components/traces/use-wheel-zoom';
import type { ZoomWindow } from '@/lib/contract/trace-url';
import type { NameColumn } from '@/lib/viz/traces/name-column';
import type { SpanTone } from '@/lib/viz/traces/span-tones';
import { panBy, timeTicks, zoomBy } from '@/lib/viz/traces/time-axis';
import styles from './timeline-grid.module.css';

interface TimelineGridProps {
  readonly model: TraceModel;
  /** The colours of the bars. */
  readonly tones: readonly SpanTone[];
  readonly timeline: Timeline;
  readonly zoom: ZoomWindow;
  readonly cursor: number;
  readonly selected: number | null;
  readonly onCursor: (index: number) => void;
  readonly onOpen: (index: number) => void;
  readonly onClose: () => void;
  readonly onFold: (index: number) => void;
  readonly onGoTo: (index: number) => void;
  readonly onZoom: (zoom: ZoomWindow | null) => void;
}

/** Must equal --span-row in the style sheet. */
const ROW_PX = 26;
const SIZES = { rowPx: ROW_PX, headerPx: 24 } as const;
const MAX_TICKS = 6;
const PX_PER_TICK = 150;
const ZOOM_STEP = 0.6;
const PAN_STEP = 0.2;

/**
 * The waterfall: a row a span, of which only those in sight are in the page. It is one stop of the
 * Tab key; see `timelineKey` for the keys that work inside.
 */
export function TimelineGrid(props: TimelineGridProps) {
  const { model, tones, timeline, zoom, cursor, selected } = props;
  const { rows } = timeline;
  const scroller = useRef<HTMLDivElement>(null);
  const { first, end } = useRowWindow(scroller, rows.spans.length, ROW_PX);
  useWheelZoom(scroller, zoom, model.durationUs, props.onZoom);

  const cursorRow = Math.max(0, rows.rowOf[cursor] ?? 0);
  useEffect(() => {
    if (scroller.current !== null) scrollToRow(scroller.current, cursorRow, SIZES);
  }, [cursorRow]);

  function openOrFold({ target }: MouseEvent) {
    if (!(target instanceof Element)) return;
    const row = target.closest('[data-span]');
    const index = Number(row?.getAttribute('data-span') ?? NaN);
    if (Number.isNaN(index)) return;
    if (target.closest('[data-fold]') === null) props.onOpen(index);
    else props.onFold(index);
  }

  function obey(event: KeyboardEvent) {
    const action = timelineKey(event);
    if (action === null) return;
    event.preventDefault();
    perform(action, props, cursorRow);
  }

  const { width } = useElementSize(scroller);
  const { column, resize } = useNameColumn(width);
  const ticks = timeTicks(zoom, Math.min(MAX_TICKS, Math.max(1, Math.floor(width / PX_PER_TICK))));
  const inWindow = cursorRow >= first && cursorRow < end;
  return (
    <div className={styles.frame} style={widthOf(column, width)}>
      <div
        ref={scroller}
        className={styles.scroller}
        role="treegrid"
        aria-label="Spans"
        aria-rowcount={rows.spans.length}
        aria-activedescendant={inWindow ? rowId(cursorRow) : undefined}
        tabIndex={0}
        onClick={openOrFold}
        onKeyDown={obey}
      >
        <div className={styles.ruler} aria-hidden="true">
          <span className={styles.rulerName}>Service and operation</span>
          <span className={styles.rulerTimes}>
            {ticks.map(({ at, label }) => (
              <span key={label} style={{ left: `${at * 100}%` }}>
                {label}
              </span>
            ))}
          </span>
        </div>
        <div className={styles.rows} style={{ height: rows.spans.length * ROW_PX }}>
          <div className={styles.gridLines} aria-hidden="true">
            {ticks.map(({ at, label }) => (
              <span key={label} style={{ left: `${at * 100}%` }} />
            ))}
          </div>
          {Array.from(rows.spans.subarray(first, end), (index, offset) => {
            const row = first + offset;
            return (
              <TimelineRow
                key={index}
                id={rowId(row)}
                topPx={row * ROW_PX}
                {...{ model, index, row, zoom }}
                tone={tones[index] ?? 'calm'}
                sections={timeline.sections.get(row)}
                isFolded={timeline.isFolded(index)}
                isContext={rows.isContext[index] === 1}
                isMatch={timeline.isMatch.has(index)}
                isCursor={row === cursorRow}
                isSelected={index === selected}
              />
            );
          })}
        </div>
      </div>
      <ColumnSplitter column={column} onResize={resize} />
    </div>
  );
}

/** For the style sheet, which has a usual width until the element was measured. */
function widthOf({ px }: NameColumn, width: number): CSSProperties {
  return width === 0 ? {} : { ['--names' as string]: `${px}px` };
}

function rowId(row: number): string {
  return `span-row-${row}`;
}

function perform(action: TimelineAction, props: TimelineGridProps, row: number) {
  const index = props.timeline.rows.spans[row] ?? 0;
  switch (action.kind) {
    case 'move':
      goToRow(props, row + action.rows);
      break;
    case 'match':
      goToMatch(props, index, action.direction);
      break;
    case 'in':
      unfoldOrGoDown(props, row);
      break;
    case 'out':
      foldOrGoUp(props, index);
      break;
    case 'open':
      props.onOpen(index);
      break;
    case 'close':
      props.onClose();
      break;
    case 'window':
      props.onZoom(windowAfter(action, props));
  }
}

function goToRow({ timeline: { rows }, onCursor }: TimelineGridProps, row: number) {
  const index = rows.spans[Math.min(rows.spans.length - 1, Math.max(0, row))];
  if (index !== undefined) onCursor(index);
}

function goToMatch({ timeline, onGoTo }: TimelineGridProps, index: number, direction: 1 | -1) {
  const next = nextMatch(timeline.matches, index, direction);
  if (next !== null) onGoTo(next);
}

function unfoldOrGoDown(props: TimelineGridProps, row: number) {
  const { model, timeline, onFold } = props;
  const index = timeline.rows.spans[row] ?? 0;
  const below = timeline.rows.spans[row + 1];
  if (timeline.isFolded(index)) onFold(index);
  else if (below !== undefined && model.trace.spans[below]?.parent === index)
    goToRow(props, row + 1);
}

function foldOrGoUp({ model, timeline, onFold, onCursor }: TimelineGridProps, index: number) {
  const hasChildren = (model.forest.descendants[index] ?? 0) > 0;
  const parent = model.trace.spans[index]?.parent ?? null;
  if (hasChildren && !timeline.isFolded(index)) onFold(index);
  else if (parent !== null) onCursor(parent);
}

function windowAfter(
  { change, direction }: Extract<TimelineAction, { readonly kind: 'window' }>,
  { zoom, model }: TimelineGridProps,
): ZoomWindow | null {
  switch (change) {
    case 'zoom':
      return zoomBy(zoom, ZOOM_STEP ** direction, 0.5, model.durationUs);
    case 'pan':
      return panBy(zoom, direction * PAN_STEP, model.durationUs);
    case 'whole':
      return null;
  }
}
