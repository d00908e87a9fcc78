'use client';

import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';
import { useMemo, useState } from 'react';
import { EmbedFrame } from '@/components/shell/embed-frame';
import { useEmbed } from '@/components/shell/use-embed';
import { EmptyTraces } from '@/components/traces/empty-traces';
import { targetText } from '@/components/traces/target-text';
import { TraceResults } from '@/components/traces/trace-results';
import { DataPanel } from '@/components/ui/data-panel';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import { dataStateOf } from '@/lib/client/data-state';
import { tracesOptions } from '@/lib/client/traces';
import { readEmbeddedTraces } from '@/lib/contract/embed-url';
import { writeTracesPage, type TracesPage } from '@/lib/contract/traces-url';
import { withView } from '@/lib/contract/view-url';
import styles from './embedded-traces.module.css';

/** Traces of one service or workload as a panel. What is chosen in it stays in it; a trace opens in the console. */
export function EmbeddedTraces() {
  const params = useSearchParams();
  const { view, node } = useEmbed();
  const [chosen, setChosen] = useState<Partial<TracesPage>>({});
  const asked = useMemo(
    () => readEmbeddedTraces(new URLSearchParams(params), node),
    [params, node],
  );
  const page = { ...asked, ...chosen };
  const { data, error } = useQuery(tracesOptions(page, view));
  const choose = (patch: Partial<TracesPage>) => setChosen((now) => ({ ...now, ...patch }));
  const search = (patch: Partial<TracesPage>) => choose({ ...patch, selection: null });
  const { target } = page;
  return (
    <EmbedFrame
      title={target === null ? 'Traces' : `Traces of ${targetText(target)}`}
      href={`/traces?${withView(writeTracesPage(page), view)}`}
    >
      {target === null ? (
        <EmptyState title="No service chosen">
          The frame must name one namespace and one service: var-namespace and var-service.
        </EmptyState>
      ) : (
        <DataPanel
          label="Traces found"
          state={dataStateOf({ data, error })}
          className={styles.panel}
          isEmpty={({ traces }) => traces.length === 0}
          empty={
            data === undefined ? null : <EmptyTraces found={data} page={page} onSearch={search} />
          }
          loading={<Skeleton label="Traces" lines={6} />}
        >
          {(found) => <TraceResults found={found} page={page} onLook={choose} onSearch={search} />}
        </DataPanel>
      )}
    </EmbedFrame>
  );
}
