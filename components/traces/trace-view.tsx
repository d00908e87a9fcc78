'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { TraceExplorer } from '@/components/traces/trace-explorer';
import { PageHeader } from '@/components/shell/page-header';
import { useView } from '@/components/shell/use-view';
import { ButtonLink } from '@/components/ui/button';
import { DataPanel } from '@/components/ui/data-panel';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import { ApiError } from '@/lib/client/api';
import { dataStateOf } from '@/lib/client/data-state';
import { traceOptions } from '@/lib/client/traces';
import { tracesHref } from '@/lib/contract/urls';

interface TraceViewProps {
  readonly traceId: string;
}

/** One trace, in every state it can be in. */
export function TraceView({ traceId }: TraceViewProps) {
  const { data, error } = useQuery(traceOptions(traceId));
  const { view } = useView();
  const state = useMemo(() => dataStateOf({ data, error }), [data, error]);

  if (error instanceof ApiError && error.type === 'not-found' && data === undefined) {
    return (
      <>
        <PageHeader title="Trace not found" />
        <EmptyState
          title="The tracing store has no such trace"
          actions={<ButtonLink href={tracesHref(view)}>Search for traces</ButtonLink>}
        >
          <p>
            <code>{traceId}</code>
          </p>
          <p>It may be older than the store keeps traces, or it was not sampled.</p>
        </EmptyState>
      </>
    );
  }

  return (
    <>
      {state.status !== 'ready' && <PageHeader title="Trace" />}
      <DataPanel
        label="Trace"
        state={state}
        isEmpty={({ spans }) => spans.length === 0}
        empty={
          <EmptyState title="This trace has no spans">They may not have arrived yet.</EmptyState>
        }
        loading={<Skeleton label="Trace" lines={12} />}
      >
        {(trace) => <TraceExplorer trace={trace} />}
      </DataPanel>
    </>
  );
}
