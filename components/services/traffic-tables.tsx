'use client';

import Link from 'next/link';
import { useMemo } from 'react';
import { ErrorShare } from '@/components/services/error-share';
import type { Neighbour, NodeTraffic } from '@/components/services/node-traffic';
import { useView } from '@/components/shell/use-view';
import { Badge } from '@/components/ui/badge';
import { DataPanel } from '@/components/ui/data-panel';
import { DataTable, type Column } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { HealthMark } from '@/components/ui/health-mark';
import type { DataState } from '@/lib/client/data-state';
import { graphHref, nodeHref, tracesHref } from '@/lib/contract/urls';
import { inWindow, type View } from '@/lib/contract/view-url';
import { formatBytesPerSecond, formatMs, formatRate, formatRatio } from '@/lib/domain/format';
import { parseNodeId } from '@/lib/domain/model';
import styles from './traffic-tables.module.css';

/** Who calls the node, and whom it calls. */
export function TrafficTables({ state }: { readonly state: DataState<NodeTraffic> }) {
  const { view } = useView();
  return (
    <DataPanel
      label="Traffic"
      state={state}
      className={styles.traffic}
      isEmpty={({ inbound, outbound }) => inbound.length + outbound.length === 0}
      empty={
        <EmptyState title="No traffic">
          {`Nobody called it and it called nobody ${inWindow(view)}.`}
        </EmptyState>
      }
    >
      {({ inbound, outbound }) => (
        <>
          <Side title="Inbound" none="Nobody called it" other="From" neighbours={inbound} />
          <Side title="Outbound" none="It called nobody" other="To" neighbours={outbound} />
        </>
      )}
    </DataPanel>
  );
}

interface SideProps {
  readonly title: string;
  readonly none: string;
  readonly other: string;
  readonly neighbours: readonly Neighbour[];
}

function Side({ title, none, other, neighbours }: SideProps) {
  const { view } = useView();
  const columns = useMemo(() => columnsFor(other, view), [other, view]);
  return (
    <section aria-label={title} className={styles.side}>
      <h2>{title}</h2>
      {neighbours.length === 0 ? (
        <p className={styles.none}>{`${none} ${inWindow(view)}.`}</p>
      ) : (
        <DataTable
          label={`${title} calls`}
          columns={columns}
          rows={neighbours}
          keyOf={({ edge }) => edge.id}
        />
      )}
    </section>
  );
}

function columnsFor(other: string, view: View): readonly Column<Neighbour>[] {
  return [
    {
      id: 'other',
      header: other,
      isRowHeader: true,
      sortBy: ({ id }) => nameOf(id),
      cell: ({ edge, id }) => (
        <span className={styles.other}>
          <HealthMark status={edge.health.status} />
          <Link href={nodeHref(id, view)} prefetch={false}>
            {nameOf(id)}
          </Link>
          <span className={styles.namespace}>{parseNodeId(id)?.namespace}</span>
        </span>
      ),
    },
    {
      id: 'protocol',
      header: 'Protocol',
      width: '6rem',
      isSecondary: true,
      sortBy: ({ edge }) => edge.protocol,
      cell: ({ edge }) => <Badge>{edge.protocol}</Badge>,
    },
    {
      id: 'rate',
      header: 'Rate',
      align: 'end',
      width: '7.5rem',
      sortBy: ({ edge }) => edge.requestRate ?? edge.bytesPerSecond,
      cell: ({ edge }) =>
        edge.protocol === 'tcp'
          ? formatBytesPerSecond(edge.bytesPerSecond)
          : formatRate(edge.requestRate),
    },
    {
      id: 'errors',
      header: 'Errors',
      align: 'end',
      width: '6rem',
      sortBy: ({ edge }) => edge.errorRatio,
      cell: ({ edge }) => <ErrorShare ratio={edge.errorRatio} />,
    },
    quantileColumn('p50', ({ edge }) => edge.p50Ms, true),
    quantileColumn('p95', ({ edge }) => edge.p95Ms, false),
    quantileColumn('p99', ({ edge }) => edge.p99Ms, true),
    {
      id: 'mtls',
      header: 'mTLS',
      align: 'end',
      width: '6rem',
      isSecondary: true,
      sortBy: ({ edge }) => edge.mtlsShare,
      cell: ({ edge }) => formatRatio(edge.mtlsShare),
    },
    {
      id: 'links',
      header: 'See',
      width: '8rem',
      cell: ({ edge, id }) => (
        <span className={styles.links}>
          <Link
            href={graphHref(view, { select: edge.id })}
            prefetch={false}
            aria-label={`Call with ${nameOf(id)} in the graph`}
          >
            Graph
          </Link>
          <Link
            href={tracesHref(view, { edge: edge.id })}
            prefetch={false}
            aria-label={`Traces of the call with ${nameOf(id)}`}
          >
            Traces
          </Link>
        </span>
      ),
    },
  ];
}

function quantileColumn(
  name: string,
  valueOf: (neighbour: Neighbour) => number | undefined,
  isSecondary: boolean,
): Column<Neighbour> {
  return {
    id: name,
    header: name,
    align: 'end',
    width: '6rem',
    isSecondary,
    sortBy: valueOf,
    cell: (neighbour) => formatMs(valueOf(neighbour)),
  };
}

function nameOf(id: string): string {
  return parseNodeId(id)?.name ?? id;
}
