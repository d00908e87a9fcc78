'use client';

import { useMemo, useState } from 'react';
import { Minimap } from '@/components/traces/minimap';
import { SpanDetails } from '@/components/traces/span-details';
import { TimelineGrid } from '@/components/traces/timeline-grid';
import { TimelineLegend } from '@/components/traces/timeline-legend';
import { TimelineToolbar } from '@/components/traces/timeline-toolbar';
import { tonesOf, type TraceModel } from '@/components/traces/trace-model';
import { toggleFold, unfoldAbove, useTimeline } from '@/components/traces/use-timeline';
import { EmptyState } from '@/components/ui/empty-state';
import type { TracePage } from '@/lib/contract/trace-url';
import styles from './timeline-tab.module.css';

interface TimelineTabProps {
  readonly model: TraceModel;
  readonly page: TracePage;
  readonly setPage: (patch: Partial<TracePage>) => void;
}

/** The waterfall of a trace with its overview, its controls and the span that is looked at. */
export function TimelineTab({ model, page, setPage }: TimelineTabProps) {
  const { trace, indexOf, durationUs } = model;
  const timeline = useTimeline(model, page);
  const selected = page.span === null ? null : (indexOf.get(page.span) ?? null);
  // By id, since the order of the spans changes with their times.
  const [cursorId, setCursorId] = useState(page.span);
  const cursor = indexOf.get(cursorId ?? '') ?? 0;
  const setCursor = (index: number) => setCursorId(trace.spans[index]?.id ?? null);
  const tones = useMemo(() => tonesOf(model, page.color), [model, page.color]);
  const zoom = page.zoom ?? { fromUs: 0, toUs: durationUs };

  function goTo(index: number) {
    const { isFolded } = timeline;
    setPage({ toggled: unfoldAbove(model, isFolded, page.toggled, index) });
    setCursor(index);
  }

  function open(index: number) {
    setCursor(index);
    setPage({ span: trace.spans[index]?.id ?? null });
  }

  function fold(index: number) {
    const span = trace.spans[index];
    if (span !== undefined) setPage({ toggled: toggleFold(page.toggled, span.id) });
  }

  return (
    <div className={styles.tab} data-details={selected !== null}>
      <TimelineToolbar {...{ model, page, setPage, timeline, cursor }} onGoTo={goTo} />
      <div className={styles.main}>
        <div className={styles.waterfall}>
          <Minimap
            {...{ model, tones }}
            zoom={page.zoom}
            onZoom={(next) => setPage({ zoom: next })}
          />
          {timeline.rows.spans.length === 0 ? (
            <EmptyState title="No span passes the filter">
              Show all spans, or spans of other services.
            </EmptyState>
          ) : (
            <TimelineGrid
              {...{ model, tones, timeline, zoom, cursor, selected }}
              onCursor={setCursor}
              onOpen={open}
              onClose={() => setPage({ span: null })}
              onFold={fold}
              onGoTo={goTo}
              onZoom={(next) => setPage({ zoom: next })}
            />
          )}
          <TimelineLegend model={model} color={page.color} />
        </div>
        {selected !== null && (
          <SpanDetails
            key={selected}
            model={model}
            index={selected}
            onClose={() => setPage({ span: null })}
            onOpen={(index) => {
              goTo(index);
              open(index);
            }}
            onZoom={(next) => setPage({ zoom: next })}
          />
        )}
      </div>
    </div>
  );
}
