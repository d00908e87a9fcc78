'use client';

import { useMemo } from 'react';
import { PracticeMark } from '@/components/practices/practice-mark';
import { NamespaceButton } from '@/components/practices/namespace-button';
import { usePageState } from '@/components/shell/use-page-state';
import { DataTable, type Column } from '@/components/ui/data-table';
import type { Practices, PracticesNamespace } from '@/lib/contract/practices';
import { practicesCodec } from '@/lib/contract/practices-url';
import styles from './practices.module.css';

/** As the table's headings say them; the whole title is beside the open namespace. */
const SHORT: Readonly<Record<string, string>> = {
  'start-simple': 'Simple',
  rollout: 'Rollout',
  monitoring: 'Monitored',
  'mutual-tls': 'mTLS',
  'proxy-limits': 'Limits',
  'trace-headers': 'Traces',
  timeouts: 'Timeouts',
  'circuit-breakers': 'Breakers',
  versions: 'Versions',
  'fault-injection': 'Faults',
};

const RANK = { missing: 0, partly: 1, unknown: 2, met: 3, none: undefined } as const;

interface PracticesTableProps {
  readonly practices: Practices['practices'];
  readonly namespaces: readonly PracticesNamespace[];
}

/** The namespaces, and how far each follows each practice. */
export function PracticesTable({ practices, namespaces }: PracticesTableProps) {
  const { page } = usePageState(practicesCodec);
  const columns = useMemo(() => columnsOf(practices), [practices]);
  return (
    <DataTable
      label="Practices by namespace"
      columns={columns}
      rows={namespaces}
      keyOf={({ name }) => name}
      isCurrent={({ name }) => name === page.open}
      initialSort={{ column: 'name', descending: false }}
    />
  );
}

function columnsOf(practices: Practices['practices']): readonly Column<PracticesNamespace>[] {
  const stateIn = ({ scores }: PracticesNamespace, id: string) =>
    scores.find((score) => score.id === id)?.state ?? 'unknown';
  return [
    {
      id: 'name',
      header: 'Namespace',
      isRowHeader: true,
      width: '14rem',
      sortBy: ({ name }) => name,
      cell: ({ name }) => <NamespaceButton name={name} />,
    },
    {
      id: 'met',
      header: 'Met',
      align: 'end',
      width: '6rem',
      sortBy: (row) => metOf(row).share,
      cell: (row) => <span className={styles.figure}>{metOf(row).words}</span>,
    },
    ...practices.map(({ id }): Column<PracticesNamespace> => ({
      id,
      header: SHORT[id] ?? id,
      width: '6.5rem',
      isSecondary: true,
      sortBy: (row) => RANK[stateIn(row, id)],
      cell: (row) => <PracticeMark state={stateIn(row, id)} />,
    })),
  ];
}

/** Practices that are met, of those that could be judged. */
function metOf({ scores }: PracticesNamespace) {
  const met = scores.filter(({ state }) => state === 'met').length;
  const all = scores.filter(({ state }) => state !== 'none' && state !== 'unknown').length;
  return { share: all === 0 ? undefined : met / all, words: all === 0 ? '—' : `${met} of ${all}` };
}
