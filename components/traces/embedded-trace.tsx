'use client';

import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';
import { useMemo, useState } from 'react';
import { EmbedFrame } from '@/components/shell/embed-frame';
import { useLinks } from '@/components/shell/use-links';
import { useEmbed } from '@/components/shell/use-embed';
import { Minimap } from '@/components/traces/minimap';
import { TimelineGrid } from '@/components/traces/timeline-grid';
import { serviceName, tonesOf, traceModel, type TraceModel } from '@/components/traces/trace-model';
import { toggleFold, unfoldAbove, useTimeline } from '@/components/traces/use-timeline';
import { DataPanel } from '@/components/ui/data-panel';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { ApiError } from '@/lib/client/api';
import { dataStateOf } from '@/lib/client/data-state';
import { traceOptions } from '@/lib/client/traces';
import { readEmbeddedTrace } from '@/lib/contract/embed-url';
import { DEFAULT_TRACE_PAGE } from '@/lib/contract/trace-url';
import type { Trace } from '@/lib/contract/traces';
import { traceHref, tracesHref } from '@/lib/contract/urls';
import { formatDuration } from '@/lib/domain/duration';
import { counted } from '@/lib/domain/format';
import styles from './embedded-trace.module.css';

/** The timeline of one trace as a panel. A span opens in the console. */
export function EmbeddedTrace() {
  const traceId = readEmbeddedTrace(new URLSearchParams(useSearchParams()));
  const { view } = useEmbed();
  if (traceId !== null) return <OneTrace traceId={traceId} />;
  return (
    <EmbedFrame title="Trace" href={tracesHref(view)}>
      <EmptyState title="No trace chosen">
        The frame must name a trace by its id of 16 to 32 hexadecimal digits: var-trace.
      </EmptyState>
    </EmbedFrame>
  );
}

function OneTrace({ traceId }: { readonly traceId: string }) {
  const { view } = useEmbed();
  const { data, error } = useQuery(traceOptions(traceId));
  const isMissing = data === undefined && error instanceof ApiError && error.type === 'not-found';
  return (
    <EmbedFrame title={titleOf(data)} href={traceHref(traceId, {}, view)}>
      {isMissing ? (
        <EmptyState title="No such trace">
          The tracing store has no trace {traceId} of the namespaces that panels may show.
        </EmptyState>
      ) : (
        <DataPanel
          label="Trace"
          state={dataStateOf({ data, error })}
          className={styles.panel}
          isEmpty={({ spans }) => spans.length === 0}
          empty={
            <EmptyState title="This trace has no spans">They may not have arrived yet.</EmptyState>
          }
          loading={<Skeleton label="Trace" lines={6} />}
        >
          {(trace) => <Timeline trace={trace} />}
        </DataPanel>
      )}
    </EmbedFrame>
  );
}

function titleOf(trace: Trace | undefined): string {
  const model = trace === undefined ? undefined : traceModel(trace, 'reported');
  if (model?.root === undefined) return 'Trace';
  const { root, errorCount } = model;
  const failed = errorCount === 0 ? '' : `, ${counted(errorCount, 'failed span', 'failed spans')}`;
  return `${serviceName(model, root)} ${root.operation}, ${formatDuration(model.durationUs)}${failed}`;
}

function Timeline({ trace }: { readonly trace: Trace }) {
  const { view, target, hrefOf } = useLinks();
  const [page, setPage] = useState(DEFAULT_TRACE_PAGE);
  const [cursor, setCursor] = useState(0);
  const model = useMemo(() => traceModel(trace, page.clocks), [trace, page.clocks]);
  const timeline = useTimeline(model, page);
  const tones = useMemo(() => tonesOf(model, page.color), [model, page.color]);
  const change = (patch: Partial<typeof page>) => setPage((now) => ({ ...now, ...patch }));
  const idOf = (index: number) => trace.spans[index]?.id ?? '';
  return (
    <>
      <Warnings model={model} />
      <Minimap {...{ model, tones }} zoom={page.zoom} onZoom={(zoom) => change({ zoom })} />
      <TimelineGrid
        {...{ model, tones, timeline, cursor }}
        zoom={page.zoom ?? { fromUs: 0, toUs: model.durationUs }}
        selected={null}
        onCursor={setCursor}
        onOpen={(index) =>
          window.open(
            hrefOf(traceHref(trace.traceId, { span: idOf(index) }, view)),
            target,
            'noopener',
          )
        }
        onClose={() => change({ zoom: null })}
        onFold={(index) => change({ toggled: toggleFold(page.toggled, idOf(index)) })}
        onGoTo={(index) => {
          change({ toggled: unfoldAbove(model, timeline.isFolded, page.toggled, index) });
          setCursor(index);
        }}
        onZoom={(zoom) => change({ zoom })}
      />
    </>
  );
}

/** What is not as the trace says: what the store could not tell, and whose clocks were put right. */
function Warnings({ model }: { readonly model: TraceModel }) {
  const isMoved = model.movedUs.some((us) => us !== 0);
  return (
    <>
      {model.trace.warnings.map(({ code, message }) => (
        <Notice key={`${code} ${message}`} kind="warning">
          {message}
        </Notice>
      ))}
      {isMoved && (
        <Notice kind="info">
          Clocks that are off were put right, so that calls lie inside of their callers.
        </Notice>
      )}
    </>
  );
}
