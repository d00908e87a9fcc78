'use client';

import Link from 'next/link';
import { Sparkline } from '@/components/charts/sparkline';
import { Membership } from '@/components/overview/namespace-cards';
import { NamespaceFindings } from '@/components/overview/namespace-findings';
import { errorTone, type SignalFigureProps } from '@/components/overview/signal-figure';
import { useNamespaceFindings } from '@/components/shell/use-findings';
import { useView } from '@/components/shell/use-view';
import { DataTable, type Column } from '@/components/ui/data-table';
import { HealthMark } from '@/components/ui/health-mark';
import type { NamespaceSummary } from '@/lib/contract/namespaces';
import { graphHref } from '@/lib/contract/urls';
import type { View } from '@/lib/contract/view-url';
import type { FindingCounts } from '@/lib/domain/finding-counts';
import { formatMs, formatRate, formatRatio } from '@/lib/domain/format';
import styles from './namespace-rows.module.css';

interface NamespaceRowsProps {
  /** In the order they shall have until a heading is pressed. */
  readonly namespaces: readonly NamespaceSummary[];
}

/** Namespaces as rows: for hundreds. */
export function NamespaceRows({ namespaces }: NamespaceRowsProps) {
  const { view } = useView();
  const findingsOf = useNamespaceFindings();
  return (
    <DataTable
      label="Namespaces"
      columns={columnsFor(view, findingsOf)}
      rows={namespaces}
      keyOf={({ cluster, name }) => `${cluster}/${name}`}
    />
  );
}

function columnsFor(
  view: View,
  findingsOf: (namespace: string) => FindingCounts | null,
): readonly Column<NamespaceSummary>[] {
  return [
    {
      id: 'name',
      header: 'Namespace',
      isRowHeader: true,
      sortBy: ({ name }) => name,
      cell: ({ name, health }) => (
        <span className={styles.name}>
          <HealthMark status={health.status} />
          <Link href={graphHref({ ...view, namespaces: [name] })} prefetch={false}>
            {name}
          </Link>
          <NamespaceFindings namespace={name} counts={findingsOf(name)} view={view} isShort />
        </span>
      ),
    },
    {
      id: 'about',
      header: 'Mesh',
      width: '13rem',
      isSecondary: true,
      cell: (namespace) => (
        <span className={styles.about}>
          <Membership namespace={namespace} />
        </span>
      ),
    },
    {
      id: 'problems',
      header: 'Problems',
      align: 'end',
      width: '6rem',
      isSecondary: true,
      sortBy: ({ problems }) => problems.length,
      cell: ({ problems }) => (problems.length === 0 ? '' : problems.length),
    },
    {
      id: 'rate',
      header: 'Requests',
      align: 'end',
      width: '11.5rem',
      sortBy: ({ requestRate }) => requestRate,
      cell: ({ requestRate, sparklines }) => (
        <Figure value={formatRate(requestRate)} points={sparklines.rate} />
      ),
    },
    {
      id: 'errors',
      header: 'Errors',
      align: 'end',
      width: '11.5rem',
      sortBy: ({ errorRatio }) => errorRatio,
      cell: (namespace) => (
        <Figure
          value={formatRatio(namespace.errorRatio)}
          points={namespace.sparklines.errors}
          tone={errorTone(namespace)}
        />
      ),
    },
    {
      id: 'p95',
      header: 'p95',
      align: 'end',
      width: '11.5rem',
      sortBy: ({ p95Ms }) => p95Ms,
      cell: ({ p95Ms, sparklines }) => <Figure value={formatMs(p95Ms)} points={sparklines.p95} />,
    },
  ];
}

type FigureProps = Omit<SignalFigureProps, 'label'>;

function Figure({ value, points, tone = 'calm' }: FigureProps) {
  return (
    <span className={styles.figure}>
      <span className={styles.spark}>
        <Sparkline points={points ?? []} tone={tone} />
      </span>
      <span className={styles.value}>{value}</span>
    </span>
  );
}
