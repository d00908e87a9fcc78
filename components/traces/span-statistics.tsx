'use client';

import { useMemo } from 'react';
import { ServiceMark } from '@/components/traces/service-mark';
import { serviceName, slotOf, type TraceModel } from '@/components/traces/trace-model';
import { DataTable, type Column } from '@/components/ui/data-table';
import { ToggleGroup } from '@/components/ui/toggle-group';
import type { TracePage } from '@/lib/contract/trace-url';
import { formatDuration } from '@/lib/domain/duration';
import { formatCount, formatRatio } from '@/lib/domain/format';
import { groupSpans, type SpanGroup } from '@/lib/domain/trace-statistics';
import type { ServiceSlot } from '@/lib/viz/traces/service-slots';
import styles from './span-statistics.module.css';

interface SpanStatisticsProps {
  readonly model: TraceModel;
  readonly page: TracePage;
  readonly setPage: (patch: Partial<TracePage>) => void;
}

interface GroupRow extends SpanGroup {
  readonly service: string;
  /** Absent when the rows are services. */
  readonly operation: string | null;
  readonly slot: ServiceSlot;
}

const CHOICES = [
  { id: 'service', label: 'Service' },
  { id: 'operation', label: 'Operation' },
] as const;

/** Where the time of a trace went, by service or by operation. */
export function SpanStatistics({ model, page, setPage }: SpanStatisticsProps) {
  const rows = useMemo(() => groupRows(model, page.by), [model, page.by]);
  const columns = useMemo(() => columnsFor(model), [model]);
  return (
    <div className={styles.statistics}>
      <div className={styles.controls}>
        <ToggleGroup
          label="Group by"
          choices={CHOICES}
          value={page.by}
          onChange={(by) => setPage({ by })}
        />
        <p className={styles.note}>
          Self time is time without waiting for a child. Critical time is what the duration of the
          trace is made of.
        </p>
      </div>
      <DataTable
        key={page.by}
        label={`Time by ${page.by}`}
        columns={columns}
        rows={rows}
        keyOf={({ name }) => name}
        initialSort={{ column: 'critical', descending: true }}
      />
    </div>
  );
}

/** Stands between service and operation in the key of a group: neither can hold it. */
const SEPARATOR = '\u0000';

function groupRows(model: TraceModel, by: TracePage['by']): GroupRow[] {
  const { trace, selfUs, criticalUs } = model;
  const facts = new Map<string, Pick<GroupRow, 'service' | 'operation' | 'slot'>>();
  const measured = trace.spans.map((span, index) => {
    const service = serviceName(model, span);
    const operation = by === 'operation' ? span.operation : null;
    const group = operation === null ? service : `${service}${SEPARATOR}${operation}`;
    if (!facts.has(group)) facts.set(group, { service, operation, slot: slotOf(model, span) });
    const { durationUs, error } = span;
    const [self, critical] = [selfUs[index] ?? 0, criticalUs[index] ?? 0];
    return { group, durationUs, error, selfUs: self, criticalUs: critical };
  });
  return groupSpans(measured).map((group) => ({
    ...group,
    ...(facts.get(group.name) ?? { service: group.name, operation: null, slot: 1 }),
  }));
}

function columnsFor({ durationUs }: TraceModel): readonly Column<GroupRow>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      isRowHeader: true,
      sortBy: ({ service, operation }) => `${service} ${operation ?? ''}`,
      cell: ({ service, operation, slot }) => (
        <span className={styles.name}>
          <ServiceMark slot={slot}>{service}</ServiceMark>
          {operation !== null && <span className={styles.operation}>{operation}</span>}
        </span>
      ),
    },
    figure('count', 'Spans', ({ count }) => count, formatCount),
    figure('errors', 'Failed', ({ errors }) => errors, formatCount),
    {
      ...figure('critical', 'Critical time', ({ criticalUs }) => criticalUs, formatDuration),
      cell: ({ criticalUs }) => <Share us={criticalUs} ofUs={durationUs} />,
    },
    figure('self', 'Self time', ({ selfUs }) => selfUs, formatDuration),
    figure('mean', 'Mean', ({ meanUs }) => meanUs, formatDuration),
    figure('max', 'Longest', ({ maxUs }) => maxUs, formatDuration),
    figure('total', 'Sum', ({ totalUs }) => totalUs, formatDuration),
  ];
}

function figure(
  id: string,
  header: string,
  valueOf: (row: GroupRow) => number,
  format: (value: number) => string,
): Column<GroupRow> {
  const isSecondary = id === 'mean' || id === 'max' || id === 'total';
  return {
    ...{ id, header, isSecondary },
    align: 'end',
    sortBy: valueOf,
    cell: (row) => format(valueOf(row)),
  };
}

function Share({ us, ofUs }: { readonly us: number; readonly ofUs: number }) {
  const share = us / ofUs;
  return (
    <span className={styles.share}>
      <span className={styles.meter} aria-hidden="true">
        <span style={{ width: `${Math.min(100, share * 100)}%` }} />
      </span>
      <span className={styles.percent}>{formatRatio(share)}</span>
      <span>{formatDuration(us)}</span>
    </span>
  );
}
