'use client';

import { X, ZoomIn } from 'lucide-react';
import { useMemo } from 'react';
import { ScatterPlot } from '@/components/traces/scatter-plot';
import { SearchedNames } from '@/components/traces/searched-names';
import { shownDurationMs } from '@/components/traces/shown-duration';
import { TraceTable } from '@/components/traces/trace-table';
import { useTimeZone } from '@/components/shell/time-zone';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { ToggleGroup } from '@/components/ui/toggle-group';
import type { TraceSummary, Traces } from '@/lib/contract/traces';
import type { PlotSelection, TracesPage } from '@/lib/contract/traces-url';
import type { MomentRange } from '@/lib/domain/moment-range';
import { formatClock, formatCount, formatRatio } from '@/lib/domain/format';
import styles from './trace-results.module.css';

interface TraceResultsProps {
  readonly found: Traces & { readonly range: MomentRange };
  readonly page: TracesPage;
  readonly onLook: (patch: Partial<TracesPage>) => void;
  readonly onSearch: (patch: Partial<TracesPage>) => void;
}

const AXES = [
  { id: 'linear', label: 'Linear' },
  { id: 'log', label: 'Log' },
] as const;

/** What a search found: a plot to choose from and a table of what is chosen. */
export function TraceResults({ found, page, onLook, onSearch }: TraceResultsProps) {
  const { traces, range } = found;
  const { selection } = page;
  const chosen = useMemo(
    () => (selection === null ? traces : traces.filter((trace) => isWithin(trace, selection))),
    [traces, selection],
  );
  return (
    <div className={styles.results}>
      <Incompleteness found={found} />
      <figure className={styles.plot} aria-label="Duration over time">
        <figcaption className={styles.caption}>
          <span className={styles.title}>
            {durationName(traces)} over time
            <span className={styles.legend}>
              <span className={styles.sound}>succeeded</span>
              <span className={styles.failed}>with errors</span>
            </span>
          </span>
          <ToggleGroup
            label="Duration axis"
            choices={AXES}
            value={page.axis}
            onChange={(axis) => onLook({ axis })}
          />
        </figcaption>
        <ScatterPlot
          traces={traces}
          range={range}
          axis={page.axis}
          selection={selection}
          onSelect={(next) => onLook({ selection: next })}
        />
      </figure>
      <div className={styles.summary}>
        <p>
          <strong>{formatCount(chosen.length)}</strong>
          {selection === null ? ' traces' : ` of ${formatCount(traces.length)} traces`}
          {failedText(chosen)}
        </p>
        {selection !== null && (
          <>
            <Button size="s" onPress={() => onSearch({ range: timeOf(selection) })}>
              <ZoomIn aria-hidden="true" />
              Search this time
            </Button>
            <Button size="s" variant="quiet" onPress={() => onLook({ selection: null })}>
              <X aria-hidden="true" />
              Clear the selection
            </Button>
          </>
        )}
        {page.target?.by !== 'service' && (
          <p className={styles.searched}>
            <SearchedNames searched={found.searched} />
          </p>
        )}
      </div>
      <TraceTable traces={chosen} sort={page.sort} onSort={(sort) => onLook({ sort })} />
    </div>
  );
}

/** Says when the answer is not all there is, and how much of the time it covers. */
function Incompleteness({ found }: { readonly found: TraceResultsProps['found'] }) {
  const timeZone = useTimeZone();
  const { traces, range, limited, warnings } = found;
  const oldest = traces.reduce((least, { startMs }) => Math.min(least, startMs), range.toMs);
  const share = (range.toMs - oldest) / (range.toMs - range.fromMs);
  return (
    <>
      {limited && (
        <Notice kind="info" title={`Only the ${formatCount(traces.length)} newest are shown`}>
          They reach back to {formatClock(oldest, timeZone)}, {formatRatio(Math.min(1, share))} of
          the time searched. Raise the limit, or narrow the search.
        </Notice>
      )}
      {warnings.map(({ code, message }) => (
        <Notice key={`${code} ${message}`} kind="warning">
          {message}
        </Notice>
      ))}
    </>
  );
}

function durationName(traces: readonly TraceSummary[]): string {
  const ofCalls = traces.some(({ edgeDurationMs }) => edgeDurationMs !== undefined);
  return ofCalls ? 'Duration of the call' : 'Duration';
}

function timeOf({ fromMs, toMs }: PlotSelection): MomentRange {
  return { fromMs, toMs };
}

function isWithin(trace: TraceSummary, { fromMs, toMs, minMs, maxMs }: PlotSelection): boolean {
  const durationMs = shownDurationMs(trace);
  return (
    trace.startMs >= fromMs && trace.startMs <= toMs && durationMs >= minMs && durationMs <= maxMs
  );
}

function failedText(traces: readonly TraceSummary[]): string {
  const failed = traces.filter(({ errorCount }) => errorCount > 0).length;
  return failed === 0 ? '' : `, ${formatCount(failed)} with errors`;
}
