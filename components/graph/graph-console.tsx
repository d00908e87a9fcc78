'use client';

import { useState } from 'react';
import { PageHeader } from '@/components/shell/page-header';
import { useView } from '@/components/shell/use-view';
import { DataPanel } from '@/components/ui/data-panel';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import { GraphBody } from '@/components/graph/graph-body';
import { GraphNotices } from '@/components/graph/graph-notices';
import { GraphToolbar } from '@/components/graph/graph-toolbar';
import { useGraphPage } from '@/components/graph/use-graph-page';
import { useGraphSearch } from '@/components/graph/use-graph-search';
import { useServiceGraph } from '@/components/graph/use-service-graph';
import { reportingMeshes } from '@/components/graph/reporting-meshes';
import { inWindow, type View } from '@/lib/contract/view-url';
import styles from './graph-console.module.css';

/** The page of the service graph: its controls, the graph in one of its states, and the panel. */
export function GraphConsole() {
  const { view } = useView();
  const { page, setPage } = useGraphPage();
  const state = useServiceGraph(view, page);
  const [isLegendShown, showLegend] = useState(false);
  const graph = state.status === 'ready' ? state.data : null;
  const search = useGraphSearch(graph, page, setPage);

  return (
    <div className={styles.console}>
      <PageHeader title="Graph">
        <GraphToolbar
          page={page}
          setPage={setPage}
          meshes={graph === null ? [] : reportingMeshes(graph)}
          foundCount={search.found === null ? null : search.found.length}
          onSearchEnter={search.goToNext}
          isLegendShown={isLegendShown}
          onLegendChange={showLegend}
        />
      </PageHeader>
      <DataPanel
        label="Service graph"
        state={state}
        className={styles.body}
        loading={<Skeleton label="Service graph" shape="block" />}
        isEmpty={({ nodes }) => nodes.length === 0}
        empty={<NoTraffic view={view} />}
      >
        {(data) => (
          <>
            <GraphNotices graph={data} />
            <GraphBody
              graph={data}
              view={view}
              page={page}
              setPage={setPage}
              found={search.found}
              isLegendShown={isLegendShown}
            />
          </>
        )}
      </DataPanel>
    </div>
  );
}

function NoTraffic({ view }: { readonly view: View }) {
  const where =
    view.namespaces.length === 0
      ? 'in any namespace that you may read'
      : `in ${view.namespaces.join(', ')}`;
  return (
    <EmptyState title="No traffic to draw">
      <p>{`Nothing was called ${where} ${inWindow(view)}.`}</p>
      <p>
        Choose a longer window or more namespaces, or send some requests: a call through a proxy of
        the mesh appears here within two scrapes of Prometheus.
      </p>
    </EmptyState>
  );
}
