'use client';

import { figureColumn } from '@/components/practices/figure-column';
import { NamespaceButton } from '@/components/practices/namespace-button';
import { DataTable, type Column } from '@/components/ui/data-table';
import type { PracticesNamespace, ProxyCostDto } from '@/lib/contract/practices';
import { formatBytes, formatCores, formatMs, formatRate, formatRatio } from '@/lib/domain/format';
import styles from './practices.module.css';

/** What the proxies of each namespace take, beside what goes through them. */
export function CostTable({ namespaces }: { readonly namespaces: readonly PracticesNamespace[] }) {
  return (
    <>
      <p className={styles.note}>
        Proxies over the last five minutes, where they run. Shares are of what all containers of the
        namespace take; requests are those that come in to it.
      </p>
      <DataTable
        label="Cost of proxies by namespace"
        columns={COLUMNS}
        rows={namespaces}
        keyOf={({ name }) => name}
        initialSort={{ column: 'cpu', descending: true }}
      />
    </>
  );
}

function figure(
  id: string,
  header: string,
  of: (cost: ProxyCostDto) => number | undefined,
  format: (value: number | undefined) => string,
  isSecondary = false,
): Column<PracticesNamespace> {
  return figureColumn(id, header, ({ cost }) => of(cost), format, isSecondary);
}

/** CPU time as people say it: 0.6 s of a core for 1,000 requests. */
function formatCpuTime(seconds: number | undefined): string {
  return formatMs(seconds === undefined ? undefined : seconds * 1000);
}

const COLUMNS: readonly Column<PracticesNamespace>[] = [
  {
    id: 'name',
    header: 'Namespace',
    isRowHeader: true,
    width: '14rem',
    sortBy: ({ name }) => name,
    cell: ({ name }) => <NamespaceButton name={name} />,
  },
  figure('cpu', 'CPU', ({ cpuCores }) => cpuCores, formatCores),
  figure('cpuShare', 'Share', ({ cpuShare }) => cpuShare, formatRatio, true),
  figure('memory', 'Memory', ({ memoryBytes }) => memoryBytes, formatBytes),
  figure('memoryShare', 'Share', ({ memoryShare }) => memoryShare, formatRatio, true),
  figure('rate', 'Requests', ({ requestRate }) => requestRate, formatRate, true),
  figure(
    'cpuEach',
    'CPU for 1,000 requests',
    (cost) => cost.cpuSecondsPerThousand,
    formatCpuTime,
    true,
  ),
  figure(
    'memoryEach',
    'Memory for 1,000 requests/s',
    (cost) => cost.bytesPerThousandPerSecond,
    formatBytes,
    true,
  ),
];
