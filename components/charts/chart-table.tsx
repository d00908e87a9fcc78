'use client';

import { useTimeZone } from '@/components/shell/time-zone';
import { DataTable, type Column } from '@/components/ui/data-table';
import { formatMoment, formatUnit, type Unit } from '@/lib/domain/format';
import { momentsOf, valueAt, type ChartSeries } from '@/lib/viz/charts/time-scene';

interface ChartTableProps {
  readonly title: string;
  readonly unit: Unit;
  readonly series: readonly ChartSeries[];
}

/** The figures of a chart, newest first. */
export function ChartTable({ title, unit, series }: ChartTableProps) {
  const timeZone = useTimeZone();
  const columns: readonly Column<number>[] = [
    {
      id: 'time',
      header: timeZone === 'UTC' ? 'Time (UTC)' : 'Time',
      isRowHeader: true,
      width: '11rem',
      cell: (time) => formatMoment(time * 1000, timeZone),
      sortBy: (time) => time,
    },
    ...series.map((line, index) => ({
      id: `series-${index}`,
      header: line.name,
      align: 'end' as const,
      cell: (time: number) => formatUnit(valueAt(line, time), unit),
      sortBy: (time: number) => valueAt(line, time),
    })),
  ];
  return (
    <DataTable
      label={title}
      columns={columns}
      rows={momentsOf(series)}
      keyOf={String}
      initialSort={{ column: 'time', descending: true }}
      windowedOver={20}
    />
  );
}
