'use client';

import { useMemo, useState, type KeyboardEvent } from 'react';
import { shownDurationMs } from '@/components/traces/shown-duration';
import { useTimeZone } from '@/components/shell/time-zone';
import type { TraceSummary } from '@/lib/contract/traces';
import { formatDuration } from '@/lib/domain/duration';
import { formatClock } from '@/lib/domain/format';
import type { MomentRange } from '@/lib/domain/moment-range';
import { zoneName } from '@/lib/domain/time-zone';
import { cursorKey, NO_CURSOR, type TimeSpan } from '@/lib/viz/charts/time-cursor';

/** The keyboard's cursor over the plot of traces: from trace to trace in order of their start. */
export function usePlotKeys(traces: readonly TraceSummary[]) {
  const timeZone = useTimeZone();
  const [{ time, span }, setCursor] = useState(NO_CURSOR);
  const starts = useMemo(
    () => [...new Set(traces.map(({ startMs }) => startMs))].toSorted((a, b) => a - b),
    [traces],
  );
  const found = time === null ? -1 : traces.findIndex(({ startMs }) => startMs === time);
  const clock = (epochMs: number) => formatClock(epochMs, timeZone);

  function words(): string {
    if (span !== null) {
      const { fromMs, toMs } = rangeOf(span);
      return `${clock(fromMs)} – ${clock(toMs)} ${zoneName(toMs, timeZone)} chosen`;
    }
    const trace = traces[found];
    if (trace === undefined) return 'No trace chosen';
    const duration = formatDuration(shownDurationMs(trace) * 1000);
    return `${clock(trace.startMs)}, ${trace.rootService}, ${duration}`;
  }

  return {
    /** Epoch milliseconds; null when no trace is pointed at. */
    time,
    /** Of the trace pointed at; null when there is none. */
    index: found === -1 ? null : found,
    /** The stretch being chosen. */
    range: span === null ? null : rangeOf(span),
    words: words(),
    reset: () => setCursor(NO_CURSOR),
    /** Follows a key, and gives the stretch that it settles on; null for every other key. */
    obey(event: KeyboardEvent): MomentRange | null {
      if (event.ctrlKey || event.metaKey || event.altKey) return null;
      const action = cursorKey(event, { time, span }, starts);
      if (action === null) return null;
      event.preventDefault();
      if (action.kind === 'point') setCursor(action.cursor);
      else setCursor({ time, span: null });
      return action.kind === 'zoom' ? rangeOf(action.span) : null;
    },
  };
}

function rangeOf({ anchor, end }: TimeSpan): MomentRange {
  return {
    fromMs: Math.floor(Math.min(anchor, end)),
    toMs: Math.ceil(Math.max(anchor, end)),
  };
}
