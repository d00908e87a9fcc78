'use client';

import { useMemo } from 'react';
import { CallPanel } from '@/components/security/call-panel';
import { totalsOf, workloadsToShow } from '@/components/security/security-rows';
import { workloadColumns } from '@/components/security/workload-columns';
import { WorkloadPanel } from '@/components/security/workload-panel';
import { usePageState } from '@/components/shell/use-page-state';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { ToggleGroup } from '@/components/ui/toggle-group';
import type { WorkloadPosture } from '@/lib/contract/security';
import { securityCodec } from '@/lib/contract/security-url';
import { counted, formatCount } from '@/lib/domain/format';
import styles from './security.module.css';

/** The workloads with what they take in and what truly comes, and one of them, or a call, beside them. */
export function WorkloadsTab({ workloads }: { readonly workloads: readonly WorkloadPosture[] }) {
  const { page, setPage } = usePageState(securityCodec);
  const { show, search, workload, call } = page;
  const shown = useMemo(
    () => workloadsToShow(workloads, { show, search }),
    [workloads, show, search],
  );
  const isPanelOpen = workload !== '' || call !== '';
  const columns = useMemo(
    () => workloadColumns((node) => setPage({ workload: node, call: '' }), isPanelOpen),
    [setPage, isPanelOpen],
  );
  return (
    <div className={cx(styles.columns, (workload !== '' || call !== '') && styles.isOpen)}>
      <div className={styles.main}>
        <div className={styles.bar}>
          <p className={styles.sum}>{sumWords(workloads)}</p>
          <ToggleGroup
            label="Which workloads"
            choices={[
              { id: 'mesh', label: 'In a mesh' },
              { id: 'plaintext', label: 'Called in plain text' },
              { id: 'trouble', label: 'Worth a look' },
              { id: 'all', label: 'All' },
            ]}
            value={show}
            onChange={(next) => setPage({ show: next })}
          />
        </div>
        {shown.length === 0 ? (
          <EmptyState
            title={`None of ${formatCount(workloads.length)} workloads matches`}
            actions={
              <Button onPress={() => setPage({ search: '', show: 'all' })}>Clear the filter</Button>
            }
          />
        ) : (
          <DataTable
            label="Workloads"
            columns={columns}
            rows={shown}
            keyOf={({ node }) => node}
            initialSort={{ column: 'namespace', descending: false }}
            isCurrent={({ node }) => node === workload}
          />
        )}
      </div>
      {call !== '' ? (
        <CallPanel call={call} onClose={() => setPage({ call: '' })} />
      ) : (
        workload !== '' && (
          <WorkloadPanel
            node={workload}
            onClose={() => setPage({ workload: '' })}
            onOpenCall={(edge) => setPage({ call: edge })}
          />
        )
      )}
    </div>
  );
}

function sumWords(workloads: readonly WorkloadPosture[]): string {
  const { meshed, strict, permissive, plaintext, troubled } = totalsOf(workloads);
  return [
    `${counted(meshed, 'workload', 'workloads')} in a mesh`,
    `${formatCount(strict)} strict`,
    `${formatCount(permissive)} permissive`,
    `${formatCount(plaintext)} called in plain text`,
    ...(troubled > 0 ? [`${formatCount(troubled)} worth a look`] : []),
  ].join(' · ');
}
