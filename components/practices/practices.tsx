'use client';

import { useQuery } from '@tanstack/react-query';
import { CostTable } from '@/components/practices/cost-table';
import { NamespacePractices } from '@/components/practices/namespace-practices';
import { PracticesTable } from '@/components/practices/practices-table';
import { SharedProxies } from '@/components/practices/shared-proxies';
import { AnswerNotices } from '@/components/shell/answer-notices';
import { PageHeader } from '@/components/shell/page-header';
import { usePageState } from '@/components/shell/use-page-state';
import { useView } from '@/components/shell/use-view';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { DataPanel } from '@/components/ui/data-panel';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import { SearchField } from '@/components/ui/text-field';
import { ToggleGroup } from '@/components/ui/toggle-group';
import { dataStateOf } from '@/lib/client/data-state';
import { practicesOptions } from '@/lib/client/practices';
import type { Practices as Answer } from '@/lib/contract/practices';
import { practicesCodec } from '@/lib/contract/practices-url';
import styles from './practices.module.css';

/** How far each namespace follows the ten practices of running a mesh, and what its proxies cost. */
export function Practices() {
  const { view } = useView();
  const { page, setPage } = usePageState(practicesCodec);
  const { data, error } = useQuery(practicesOptions(view.namespaces));
  return (
    <>
      <PageHeader title="Practices">
        <ToggleGroup
          label="What to show"
          choices={[
            { id: 'practices', label: 'Practices' },
            { id: 'cost', label: 'Cost' },
          ]}
          value={page.show}
          onChange={(show) => setPage({ show })}
        />
        <SearchField
          label="Filter by name"
          value={page.search}
          onChange={(search) => setPage({ search })}
        />
      </PageHeader>
      <DataPanel
        label="Practices"
        state={dataStateOf({ data, error })}
        className={styles.panel}
        loading={<Skeleton label="Practices" lines={12} />}
        isEmpty={({ namespaces }) => namespaces.length === 0}
        empty={
          <EmptyState title="No namespace to judge">
            None exists that you may read, or none of the chosen ones does.
          </EmptyState>
        }
      >
        {(answer) => (
          <>
            <AnswerNotices answer={answer} />
            <Columns answer={answer} />
          </>
        )}
      </DataPanel>
    </>
  );
}

/** The table and the namespace that is open; on a narrow screen one of the two. */
function Columns({ answer }: { readonly answer: Answer }) {
  const { page, setPage } = usePageState(practicesCodec);
  const shown = answer.namespaces.filter(({ name }) => name.includes(page.search));
  const isOpen = answer.namespaces.some(({ name }) => name === page.open);
  if (shown.length === 0) {
    return (
      <EmptyState
        title={`None of ${answer.namespaces.length} namespaces matches`}
        actions={<Button onPress={() => setPage({ search: '' })}>Clear the filter</Button>}
      />
    );
  }
  return (
    <div className={cx(styles.columns, isOpen && styles.isOpen)}>
      <div className={styles.table}>
        {page.show === 'cost' ? (
          <>
            <CostTable namespaces={shown} />
            <SharedProxies proxies={answer.shared} />
          </>
        ) : (
          <PracticesTable practices={answer.practices} namespaces={shown} />
        )}
      </div>
      {isOpen && <NamespacePractices name={page.open} onClose={() => setPage({ open: '' })} />}
    </div>
  );
}
