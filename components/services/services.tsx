'use client';

import { useMemo } from 'react';
import { filterRows, type ServiceRow } from '@/components/services/service-rows';
import { serviceColumns } from '@/components/services/service-columns';
import { useServiceRows } from '@/components/services/use-service-rows';
import { AnswerNotices } from '@/components/shell/answer-notices';
import { PageHeader } from '@/components/shell/page-header';
import { usePageState } from '@/components/shell/use-page-state';
import { useView } from '@/components/shell/use-view';
import { Button } from '@/components/ui/button';
import { DataPanel } from '@/components/ui/data-panel';
import { DataTable } from '@/components/ui/data-table';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import { SearchField } from '@/components/ui/text-field';
import { ToggleGroup } from '@/components/ui/toggle-group';
import { SERVICES_COLUMNS, servicesCodec, type ServicesPage } from '@/lib/contract/services-url';
import { inWindow } from '@/lib/contract/view-url';
import { formatCount } from '@/lib/domain/format';
import styles from './services.module.css';

/** Every service or workload of the chosen namespaces, as a table. */
export function Services() {
  const { view } = useView();
  const { page, setPage } = usePageState(servicesCodec);
  const state = useServiceRows(page.by);
  return (
    <>
      <PageHeader title="Services">
        <div className={styles.search}>
          <SearchField
            label="Filter by name"
            value={page.search}
            onChange={(search) => setPage({ search })}
          />
        </div>
        <ToggleGroup
          label="Which ones"
          choices={[
            { id: 'all', label: 'All' },
            { id: 'traffic', label: 'With traffic' },
            { id: 'trouble', label: 'In trouble' },
          ]}
          value={page.show}
          onChange={(show) => setPage({ show })}
        />
        <ToggleGroup
          label="Listed by"
          choices={[
            { id: 'service', label: 'Services' },
            { id: 'workload', label: 'Workloads' },
          ]}
          value={page.by}
          onChange={(by) => setPage({ by })}
        />
      </PageHeader>
      <DataPanel
        label="Services"
        state={state}
        className={styles.panel}
        loading={<Skeleton label="Services" lines={14} />}
        isEmpty={({ rows }) => rows.length === 0}
        empty={
          <EmptyState title={`No ${page.by}s`}>
            {`No ${page.by} had traffic ${inWindow(view)}${
              view.namespaces.length > 0 ? ' in the chosen namespaces' : ''
            }. Choose a longer window or other namespaces.`}
          </EmptyState>
        }
      >
        {({ answer, rows }) => (
          <>
            <AnswerNotices answer={answer} />
            <Table page={page} setPage={setPage} rows={rows} />
          </>
        )}
      </DataPanel>
    </>
  );
}

interface TableProps {
  readonly page: ServicesPage;
  readonly setPage: (patch: Partial<ServicesPage>) => void;
  readonly rows: readonly ServiceRow[];
}

function Table({ page, setPage, rows }: TableProps) {
  const { view } = useView();
  const { by, show, search } = page;
  const shown = useMemo(() => filterRows(rows, { show, search }), [rows, show, search]);
  const isMixed = useMemo(() => new Set(rows.flatMap(({ node }) => node.meshes)).size > 1, [rows]);
  const columns = useMemo(() => serviceColumns(view, by, isMixed), [view, by, isMixed]);
  if (shown.length === 0) {
    return (
      <EmptyState
        title={`None of ${formatCount(rows.length)} ${by}s matches`}
        actions={
          <Button onPress={() => setPage({ search: '', show: 'all' })}>Clear the filter</Button>
        }
      />
    );
  }
  return (
    <>
      <DataTable
        label={by === 'service' ? 'Services' : 'Workloads'}
        columns={columns}
        rows={shown}
        keyOf={({ node }) => node.id}
        sort={{ column: page.sort, descending: page.descending }}
        onSortChange={({ column, descending }) => {
          const sort = SERVICES_COLUMNS.find((id) => id === column);
          if (sort !== undefined) setPage({ sort, descending });
        }}
      />
      <p className={styles.count}>{countOf(shown.length, rows.length, by)}</p>
    </>
  );
}

function countOf(shown: number, all: number, by: ServicesPage['by']): string {
  const whole = `${formatCount(all)} ${all === 1 ? by : `${by}s`}`;
  return shown === all ? whole : `${formatCount(shown)} of ${whole}`;
}
