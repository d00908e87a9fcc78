'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { EmptyTraces } from '@/components/traces/empty-traces';
import { ServiceChoice } from '@/components/traces/service-choice';
import { TraceResults } from '@/components/traces/trace-results';
import { TraceSearchForm } from '@/components/traces/trace-search-form';
import { useTracesPage } from '@/components/traces/use-traces-page';
import { useTimeZone } from '@/components/shell/time-zone';
import { useView } from '@/components/shell/use-view';
import { DataPanel } from '@/components/ui/data-panel';
import { Skeleton } from '@/components/ui/skeleton';
import { dataStateOf } from '@/lib/client/data-state';
import { tracesOptions } from '@/lib/client/traces';
import { DEFAULT_TRACES_PAGE, writeTracesPage } from '@/lib/contract/traces-url';
import styles from './traces-view.module.css';

/** The search for traces and what it found. */
export function TracesView() {
  const { page, search, look } = useTracesPage();
  const { view } = useView();
  const timeZone = useTimeZone();
  const { data, error, isPlaceholderData } = useQuery(tracesOptions(page, view));
  const state = useMemo(() => dataStateOf({ data, error }), [data, error]);
  const { sort, axis, selection } = DEFAULT_TRACES_PAGE;

  return (
    <div className={styles.view}>
      <TraceSearchForm
        // A form for each search: what was typed but not asked for goes when the search changes.
        key={`${writeTracesPage({ ...page, sort, axis, selection })} ${timeZone}`}
        page={page}
        onSearch={search}
      />
      {page.target === null ? (
        <ServiceChoice onChoose={(value) => search({ target: { by: 'service', value } })} />
      ) : (
        <DataPanel
          label="Traces found"
          state={state}
          className={isPlaceholderData ? styles.outdated : undefined}
          isEmpty={({ traces }) => traces.length === 0}
          empty={
            data === undefined ? null : <EmptyTraces found={data} page={page} onSearch={search} />
          }
          loading={<Skeleton label="Traces" lines={10} />}
        >
          {(found) => <TraceResults found={found} page={page} onLook={look} onSearch={search} />}
        </DataPanel>
      )}
    </div>
  );
}
