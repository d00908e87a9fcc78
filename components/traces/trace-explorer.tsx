'use client';

import { useMemo } from 'react';
import { ClockNotice } from '@/components/traces/clock-notice';
import { SpanStatistics } from '@/components/traces/span-statistics';
import { TimelineTab } from '@/components/traces/timeline-tab';
import { TraceHeader } from '@/components/traces/trace-header';
import { traceModel } from '@/components/traces/trace-model';
import { useTracePage } from '@/components/traces/use-trace-page';
import { Notice } from '@/components/ui/notice';
import { Tabs } from '@/components/ui/tabs';
import type { Trace } from '@/lib/contract/traces';
import styles from './trace-explorer.module.css';

const TABS = [
  { id: 'timeline', label: 'Timeline' },
  { id: 'statistics', label: 'Statistics' },
] as const;

interface TraceExplorerProps {
  readonly trace: Trace;
}

/** A trace that has arrived: what it is, its timeline and its statistics. */
export function TraceExplorer({ trace }: TraceExplorerProps) {
  const { page, setPage } = useTracePage();
  const { clocks } = page;
  const model = useMemo(() => traceModel(trace, clocks), [trace, clocks]);
  return (
    <div className={styles.explorer}>
      <TraceHeader model={model} />
      <ClockNotice model={model} onChoose={(choice) => setPage({ clocks: choice })} />
      {trace.warnings.map(({ code, message }) => (
        <Notice key={`${code} ${message}`} kind="warning">
          {message}
        </Notice>
      ))}
      <Tabs label="Trace" tabs={TABS} selected={page.tab} onSelect={(tab) => setPage({ tab })}>
        {page.tab === 'timeline' ? (
          <TimelineTab model={model} page={page} setPage={setPage} />
        ) : (
          <SpanStatistics model={model} page={page} setPage={setPage} />
        )}
      </Tabs>
    </div>
  );
}
