'use client';

import { figureColumn } from '@/components/practices/figure-column';
import { DataTable, type Column } from '@/components/ui/data-table';
import type { SharedProxyDto } from '@/lib/contract/practices';
import { formatBytes, formatCores } from '@/lib/domain/format';
import styles from './practices.module.css';

/** Proxies that serve the pods of several workloads, with what they take and whom they serve. */
export function SharedProxies({ proxies }: { readonly proxies: readonly SharedProxyDto[] }) {
  if (proxies.length === 0) return null;
  return (
    <section className={styles.shared} aria-labelledby="shared-proxies">
      <h2 id="shared-proxies" className={styles.subheading}>
        Shared proxies
      </h2>
      <p className={styles.note}>
        They serve namespaces from pods of their own: what they take stands above in the row of the
        namespace where they run, and not of those that they serve.
      </p>
      <DataTable
        label="Shared proxies"
        columns={COLUMNS}
        rows={proxies}
        keyOf={keyOf}
        initialSort={{ column: 'cpu', descending: true }}
      />
    </section>
  );
}

const keyOf = ({ mesh, namespace, name }: SharedProxyDto) => `${mesh}/${namespace}/${name}`;

const KINDS = { node: 'One on each node', waypoint: 'Waypoint' } as const;

const COLUMNS: readonly Column<SharedProxyDto>[] = [
  {
    id: 'name',
    header: 'Proxy',
    isRowHeader: true,
    width: '14rem',
    sortBy: keyOf,
    cell: ({ namespace, name }) => `${namespace}/${name}`,
  },
  {
    id: 'kind',
    header: 'Kind',
    isSecondary: true,
    sortBy: ({ kind }) => kind,
    cell: ({ kind }) => KINDS[kind],
  },
  {
    id: 'serves',
    header: 'Serves',
    sortBy: ({ serves }) => serves.length,
    cell: ({ serves }) => serves.join(', '),
  },
  figureColumn('pods', 'Pods', ({ pods }) => pods, String, true),
  figureColumn('cpu', 'CPU', ({ cpuCores }) => cpuCores, formatCores),
  figureColumn('memory', 'Memory', ({ memoryBytes }) => memoryBytes, formatBytes, true),
];
