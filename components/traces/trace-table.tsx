'use client';

import Link from 'next/link';
import { useMemo } from 'react';
import { ServiceMark } from '@/components/traces/service-mark';
import { shownDurationMs } from '@/components/traces/shown-duration';
import { useTimeZone } from '@/components/shell/time-zone';
import { useLinks } from '@/components/shell/use-links';
import { Badge } from '@/components/ui/badge';
import { DataTable, type Column } from '@/components/ui/data-table';
import type { TraceSummary } from '@/lib/contract/traces';
import { TRACE_COLUMNS, type TraceSort } from '@/lib/contract/traces-url';
import { traceHref } from '@/lib/contract/urls';
import { formatDuration } from '@/lib/domain/duration';
import { formatClock, formatCount } from '@/lib/domain/format';
import { serviceSlots, type ServiceSlot } from '@/lib/viz/traces/service-slots';
import styles from './trace-table.module.css';

interface TraceTableProps {
  readonly traces: readonly TraceSummary[];
  readonly sort: TraceSort;
  readonly onSort: (sort: TraceSort) => void;
}

/** The traces found, one a row, each a link to it. */
export function TraceTable({ traces, sort, onSort }: TraceTableProps) {
  const { view, target, hrefOf } = useLinks();
  const timeZone = useTimeZone();
  const columns = useMemo(() => {
    const longestMs = traces.reduce((most, one) => Math.max(most, shownDurationMs(one)), 0);
    const slots = serviceSlots(traces.flatMap(({ services }) => services.map(({ name }) => name)));
    return columnsFor({
      longestMs,
      slots,
      timeZone,
      target,
      hrefOf: (id) => hrefOf(traceHref(id, {}, view)),
    });
  }, [traces, timeZone, view, target, hrefOf]);

  return (
    <DataTable
      label="Traces"
      columns={columns}
      rows={traces}
      keyOf={({ traceId }) => traceId}
      sort={sort}
      onSortChange={({ column, descending }) => {
        const known = TRACE_COLUMNS.find((one) => one === column);
        if (known !== undefined) onSort({ column: known, descending });
      }}
    />
  );
}

interface ColumnContext {
  readonly longestMs: number;
  readonly slots: ReadonlyMap<string, ServiceSlot>;
  readonly timeZone: string;
  readonly target: string | undefined;
  readonly hrefOf: (traceId: string) => string;
}

function columnsFor(context: ColumnContext): readonly Column<TraceSummary>[] {
  const { longestMs, slots, timeZone, target, hrefOf } = context;
  return [
    {
      id: 'name',
      header: 'Trace',
      isRowHeader: true,
      width: '34%',
      sortBy: ({ rootService, rootOperation }) => `${rootService} ${rootOperation}`,
      cell: ({ traceId, rootService, rootOperation }) => (
        <Link href={hrefOf(traceId)} target={target} prefetch={false} className={styles.link}>
          {rootService} <span className={styles.operation}>{rootOperation}</span>
        </Link>
      ),
    },
    {
      id: 'start',
      header: 'Start',
      align: 'end',
      width: '6.5rem',
      sortBy: ({ startMs }) => startMs,
      cell: ({ startMs }) => formatClock(startMs, timeZone),
    },
    {
      id: 'duration',
      header: 'Duration',
      align: 'end',
      width: '12rem',
      sortBy: shownDurationMs,
      cell: (trace) => <Duration trace={trace} longestMs={longestMs} />,
    },
    {
      id: 'spans',
      header: 'Spans',
      align: 'end',
      width: '5.5rem',
      isSecondary: true,
      sortBy: ({ spanCount }) => spanCount,
      cell: ({ spanCount }) => formatCount(spanCount),
    },
    {
      id: 'errors',
      header: 'Errors',
      align: 'end',
      width: '5.5rem',
      sortBy: ({ errorCount }) => errorCount,
      cell: ({ errorCount }) =>
        errorCount === 0 ? (
          <span className={styles.none}>0</span>
        ) : (
          <Badge tone="failing">{formatCount(errorCount)}</Badge>
        ),
    },
    {
      id: 'services',
      header: 'Services',
      isSecondary: true,
      cell: (trace) => <Services trace={trace} slots={slots} />,
    },
  ];
}

function Duration({
  trace,
  longestMs,
}: {
  readonly trace: TraceSummary;
  readonly longestMs: number;
}) {
  const ms = shownDurationMs(trace);
  return (
    <span className={styles.duration}>
      <span className={styles.meter} aria-hidden="true">
        <span style={{ width: longestMs > 0 ? `${(ms / longestMs) * 100}%` : 0 }} />
      </span>
      {formatDuration(ms * 1000)}
    </span>
  );
}

/** The services with their spans, and a word where some of the spans have not arrived. */
function Services({
  trace,
  slots,
}: {
  readonly trace: TraceSummary;
  readonly slots: ColumnContext['slots'];
}) {
  const more = trace.services.length - MAX_SERVICES;
  return (
    <span className={styles.services}>
      {trace.orphanCount > 0 && <Badge tone="degraded">Incomplete</Badge>}
      {worstFirst(trace).map(({ name, spanCount, errorCount }) => (
        <span key={name} className={styles.service}>
          <ServiceMark slot={slots.get(name) ?? 1}>{name}</ServiceMark>
          <span className={styles.count}>{formatCount(spanCount)}</span>
          {errorCount > 0 && (
            <span className={styles.failed}>{formatCount(errorCount)} failed</span>
          )}
        </span>
      ))}
      {more > 0 && <span className={styles.count}>+{formatCount(more)}</span>}
    </span>
  );
}

/** What fits in the column. */
const MAX_SERVICES = 2;

function worstFirst({ services }: TraceSummary): TraceSummary['services'] {
  return services
    .toSorted((a, b) => b.errorCount - a.errorCount || b.spanCount - a.spanCount)
    .slice(0, MAX_SERVICES);
}
