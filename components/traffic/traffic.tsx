'use client';

import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { AnswerNotices } from '@/components/shell/answer-notices';
import { EmbedButton } from '@/components/shell/embed-button';
import { PageHeader } from '@/components/shell/page-header';
import { usePageState } from '@/components/shell/use-page-state';
import { useView } from '@/components/shell/use-view';
import { useSessionMap } from '@/components/shell/session-map';
import { SplitDetail } from '@/components/traffic/split-detail';
import { SplitList } from '@/components/traffic/split-list';
import { filterSplits, groupSplits, type SplitGroup } from '@/components/traffic/split-rows';
import { SplitStarts } from '@/components/traffic/split-starts';
import { DRAFTS } from '@/components/traffic/stores';
import { observedOver } from '@/components/traffic/words';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { DataPanel } from '@/components/ui/data-panel';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { SearchField } from '@/components/ui/text-field';
import { dataStateOf } from '@/lib/client/data-state';
import { splitsOptions } from '@/lib/client/splits';
import type { SplitDto, Splits } from '@/lib/contract/splits';
import { trafficCodec, type TrafficPage } from '@/lib/contract/traffic-url';
import type { PanelSubject } from '@/lib/contract/embed-link';
import { DEFAULT_CLUSTER, trafficHref } from '@/lib/contract/urls';
import { nodeId } from '@/lib/domain/model';
import { atOf } from '@/lib/contract/view-url';
import styles from './traffic.module.css';

/** Every weighted choice of the mesh, and the controls to move its weights. */
export function Traffic() {
  const { view } = useView();
  const { page, setPage } = usePageState(trafficCodec);
  const { data, error } = useQuery(splitsOptions(view));
  return (
    <>
      <PageHeader title="Traffic">
        {page.host !== null && (
          <Button size="s" onPress={() => setPage({ host: null })}>
            {`Only ${page.host}`}
            <X aria-label="Show all hosts" />
          </Button>
        )}
        <div className={styles.search}>
          <SearchField
            label="Filter splits"
            value={page.search}
            onChange={(search) => setPage({ search })}
          />
        </div>
        <EmbedButton page={{ panel: 'splits', subject: subjectOf(page.host) }} />
      </PageHeader>
      {atOf(view) !== null && (
        <Notice kind="info">
          Traffic shows what is configured now, whatever moment the other pages are pinned to.
        </Notice>
      )}
      <DataPanel
        label="Traffic splits"
        state={dataStateOf({ data, error })}
        className={styles.panel}
        loading={<Skeleton label="Traffic splits" lines={12} />}
        isEmpty={({ splits, starts = [], sources }) =>
          splits.length === 0 && starts.length === 0 && sources.every(({ state }) => state === 'ok')
        }
        empty={
          <EmptyState title="No traffic splits">
            {`No object${view.namespaces.length > 0 ? ' of the chosen namespaces' : ''} shares traffic out by weight. A VirtualService whose route has several destinations, or one with a subset beside others, would be listed here.`}
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

/** The service that a host names as `name.namespace`, which a panel of splits can be of. */
function subjectOf(host: string | null): PanelSubject {
  const [name, namespace] = host?.split('.') ?? [];
  if (name === undefined || namespace === undefined) return {};
  return { node: nodeId(DEFAULT_CLUSTER, namespace, 'service', name) };
}

/** The list and the split that is open; on a narrow screen one of the two. */
function Columns({ answer }: { readonly answer: Splits }) {
  const { view } = useView();
  const { page, setPage } = usePageState(trafficCodec);
  const { search, host } = page;
  const { splits } = answer;
  const groups = useMemo(
    () => groupSplits(filterSplits(splits, { search, host })),
    [splits, search, host],
  );
  const edited = useEdited();
  const open = openSplit(answer, page, groups);
  if (groups.length === 0 && splits.length > 0) {
    return (
      <EmptyState
        title={`None of ${splits.length} splits matches`}
        actions={
          <Button onPress={() => setPage({ search: '', host: null })}>Clear the filter</Button>
        }
      />
    );
  }
  return (
    <div className={cx(styles.columns, page.split !== null && styles.isOpen)}>
      <div className={styles.list}>
        <SplitList
          groups={groups}
          selectedId={open === null ? null : open.id}
          edited={edited}
          hrefOf={(split) => trafficHref(view, { split })}
          onSelect={(split) => setPage({ split })}
        />
        <SplitStarts starts={answer.starts ?? []} />
      </div>
      <div className={styles.open}>
        {isGone(page, open) && <GoneNotice />}
        {open !== null && (
          <SplitDetail
            key={open.id}
            split={open}
            observedOver={observedOver(answer)}
            onBack={() => setPage({ split: null })}
          />
        )}
      </div>
    </div>
  );
}

/** The split that the URL names; without one, the first of the list. */
function openSplit({ splits }: Splits, page: TrafficPage, groups: readonly SplitGroup[]) {
  const named = splits.find(({ id }) => id === page.split);
  return named ?? groups[0]?.splits[0] ?? null;
}

function isGone({ split }: TrafficPage, open: SplitDto | null): boolean {
  return split !== null && split !== open?.id;
}

function GoneNotice() {
  return (
    <Notice kind="warning" title="The split of this link is not there">
      It was removed, its object changed its shape, or you may not read it.
    </Notice>
  );
}

/** Splits with edits that were not applied; while there are any, closing the page asks first. */
function useEdited(): ReadonlySet<string> {
  const { values } = useSessionMap(DRAFTS);
  const hasDrafts = values.size > 0;
  useEffect(() => {
    if (!hasDrafts) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [hasDrafts]);
  return useMemo(() => new Set(values.keys()), [values]);
}
