'use client';

import Link from 'next/link';
import { useMemo } from 'react';
import { useView } from '@/components/shell/use-view';
import { Badge } from '@/components/ui/badge';
import { DataTable, type Column } from '@/components/ui/data-table';
import { HealthMark } from '@/components/ui/health-mark';
import type { NodeDetails } from '@/lib/contract/node';
import { nodeHref } from '@/lib/contract/urls';
import type { View } from '@/lib/contract/view-url';
import { parseNodeId } from '@/lib/domain/model';
import styles from './pods.module.css';

type Pod = NodeDetails['pods'][number];

/** The pods behind a node, those that are not ready first. */
export function Pods({ pods }: { readonly pods: readonly Pod[] }) {
  const { view } = useView();
  const columns = useMemo(() => columnsFor(view), [view]);
  return (
    <DataTable
      label="Pods"
      columns={columns}
      rows={pods}
      keyOf={({ name }) => name}
      initialSort={{ column: 'ready', descending: false }}
    />
  );
}

function columnsFor(view: View): readonly Column<Pod>[] {
  return [
    {
      id: 'ready',
      header: 'State',
      width: '9rem',
      sortBy: ({ ready }) => Number(ready),
      cell: ({ ready, phase }) => (
        <span className={styles.state}>
          <HealthMark status={healthOf(ready, phase)} />
          {ready ? 'Ready' : phase}
        </span>
      ),
    },
    {
      id: 'name',
      header: 'Pod',
      isRowHeader: true,
      sortBy: ({ name }) => name,
      cell: ({ name }) => <span className={styles.name}>{name}</span>,
    },
    {
      id: 'workload',
      header: 'Workload',
      width: '14rem',
      isSecondary: true,
      sortBy: ({ workload }) => workload,
      cell: ({ workload }) => <Workload id={workload} view={view} />,
    },
    {
      id: 'mesh',
      header: 'Mesh',
      width: '9rem',
      sortBy: ({ inMesh }) => Number(inMesh),
      cell: ({ inMesh }) =>
        inMesh ? (
          <Badge tone="healthy">in the mesh</Badge>
        ) : (
          <Badge tone="degraded">no proxy</Badge>
        ),
    },
    {
      id: 'proxy',
      header: 'Proxy',
      width: '7rem',
      isSecondary: true,
      sortBy: ({ proxyVersion }) => proxyVersion,
      cell: ({ proxyVersion }) => proxyVersion ?? '–',
    },
  ];
}

/** Some answers name the workload by its id, some by its plain name. */
function Workload({ id, view }: { readonly id: string; readonly view: View }) {
  const node = parseNodeId(id);
  if (node === null) return id;
  return (
    <Link href={nodeHref(id, view)} prefetch={false} className={styles.link}>
      {node.name}
    </Link>
  );
}

function healthOf(ready: boolean, phase: string) {
  if (ready) return 'healthy';
  return phase === 'Succeeded' ? 'idle' : 'degraded';
}
