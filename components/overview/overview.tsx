'use client';

import { LayoutGrid, Rows3 } from 'lucide-react';
import { NamespaceCards } from '@/components/overview/namespace-cards';
import { healthCounts, namespacesToShow } from '@/components/overview/namespace-list';
import { NamespaceRows } from '@/components/overview/namespace-rows';
import { Problems } from '@/components/overview/problems';
import { useNamespaces } from '@/components/overview/use-namespaces';
import { AnswerNotices } from '@/components/shell/answer-notices';
import { PageHeader } from '@/components/shell/page-header';
import { usePageState } from '@/components/shell/use-page-state';
import { useView } from '@/components/shell/use-view';
import { Button } from '@/components/ui/button';
import { DataPanel } from '@/components/ui/data-panel';
import { EmptyState } from '@/components/ui/empty-state';
import { HEALTH_WORDS, HealthMark } from '@/components/ui/health-mark';
import { Skeleton } from '@/components/ui/skeleton';
import { SearchField } from '@/components/ui/text-field';
import { ToggleGroup } from '@/components/ui/toggle-group';
import type { Namespaces } from '@/lib/contract/namespaces';
import { overviewCodec } from '@/lib/contract/overview-url';
import styles from './overview.module.css';

/** Up to so many namespaces are shown as cards unless the page says otherwise. */
const MOST_CARDS = 12;

/** Every namespace with its health and golden signals, and what is wrong first. */
export function Overview() {
  const state = useNamespaces();
  const { view, setView } = useView();
  return (
    <>
      <PageHeader
        title="Overview"
        marks={state.status === 'ready' && <Counts namespaces={state.data.namespaces} />}
      />
      <DataPanel
        label="Namespaces"
        state={state}
        className={styles.panel}
        loading={<Loading />}
        isEmpty={({ namespaces }) => namespaces.length === 0}
        empty={
          <EmptyState
            title={view.namespaces.length > 0 ? 'None of these namespaces' : 'No namespaces'}
            actions={
              view.namespaces.length > 0 && (
                <Button onPress={() => setView({ namespaces: [] })}>Show all namespaces</Button>
              )
            }
          >
            {view.namespaces.length > 0
              ? 'None of the chosen namespaces exists or may be read by you.'
              : 'The cluster has no namespace that you may read. Ask for the right to list namespaces, or to read some of them.'}
          </EmptyState>
        }
      >
        {(answer) => <Body answer={answer} />}
      </DataPanel>
    </>
  );
}

function Body({ answer }: { readonly answer: Namespaces }) {
  const { page, setPage } = usePageState(overviewCodec);
  const { view } = useView();
  const shown = namespacesToShow(answer.namespaces, page);
  const automatic = answer.namespaces.length > MOST_CARDS ? 'rows' : 'cards';
  const layout = page.layout === 'auto' ? automatic : page.layout;
  return (
    <>
      <AnswerNotices answer={answer} />
      <Problems namespaces={answer.namespaces} view={view} />
      <section aria-label="All namespaces" className={styles.namespaces}>
        <div className={styles.bar}>
          <h2>Namespaces</h2>
          <SearchField
            label="Filter by name"
            value={page.search}
            onChange={(search) => setPage({ search })}
          />
          <ToggleGroup
            label="Which namespaces"
            choices={[
              { id: 'all', label: 'All' },
              { id: 'trouble', label: 'In trouble' },
            ]}
            value={page.show}
            onChange={(show) => setPage({ show })}
          />
          <ToggleGroup
            label="Layout"
            choices={[
              { id: 'cards', label: <LayoutGrid aria-hidden="true" />, name: 'Cards' },
              { id: 'rows', label: <Rows3 aria-hidden="true" />, name: 'Rows' },
            ]}
            value={layout}
            onChange={(next) => setPage({ layout: next === automatic ? 'auto' : next })}
          />
        </div>
        {shown.length === 0 && (
          <EmptyState
            title={page.show === 'trouble' ? 'No namespace is in trouble' : 'No namespace matches'}
            actions={
              <Button onPress={() => setPage({ search: '', show: 'all' })}>Clear the filter</Button>
            }
          />
        )}
        {shown.length > 0 &&
          (layout === 'cards' ? (
            <NamespaceCards namespaces={shown} />
          ) : (
            <NamespaceRows namespaces={shown} />
          ))}
      </section>
    </>
  );
}

function Counts({ namespaces }: Pick<Namespaces, 'namespaces'>) {
  return (
    <ul className={styles.counts}>
      {healthCounts(namespaces).map(({ status, count }) => (
        <li key={status}>
          <HealthMark status={status} />
          <span aria-hidden="true">{`${count} ${HEALTH_WORDS[status].toLowerCase()}`}</span>
          <span className="visually-hidden">{count}</span>
        </li>
      ))}
    </ul>
  );
}

function Loading() {
  return (
    <div className={styles.loading}>
      <Skeleton label="Namespaces" lines={2} />
      {Array.from({ length: 6 }, (_, card) => (
        <span key={card} className={styles.placeholder} />
      ))}
    </div>
  );
}
