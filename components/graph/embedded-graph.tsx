'use client';

import { useMemo } from 'react';
import { GraphList } from '@/components/graph/graph-list';
import { GraphNotices } from '@/components/graph/graph-notices';
import { GraphStage } from '@/components/graph/graph-stage';
import { usePicture } from '@/components/graph/use-picture';
import { useServiceGraph } from '@/components/graph/use-service-graph';
import { useConsoleHref } from '@/components/shell/console-origin';
import { EmbedFrame } from '@/components/shell/embed-frame';
import { PanelNotices } from '@/components/shell/panel-notices';
import { useEmbed } from '@/components/shell/use-embed';
import { DataPanel } from '@/components/ui/data-panel';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import type { Graph } from '@/lib/contract/graph';
import { DEFAULT_GRAPH_PAGE } from '@/lib/contract/graph-url';
import { graphHref } from '@/lib/contract/urls';
import { inWindow, type View } from '@/lib/contract/view-url';
import { chooseElements } from '@/lib/viz/graph/choose';
import { foldBoxes, isClosedByDefault } from '@/lib/viz/graph/fold';
import styles from './embedded-graph.module.css';

/** The service graph as a panel: what is chosen opens in the console. */
export function EmbeddedGraph() {
  const { view } = useEmbed();
  const state = useServiceGraph(view, DEFAULT_GRAPH_PAGE);
  return (
    <EmbedFrame title="Service graph" href={graphHref(view)}>
      <DataPanel
        label="Service graph"
        state={state}
        className={styles.panel}
        loading={<Skeleton label="Service graph" shape="block" />}
        isEmpty={({ nodes }) => nodes.length === 0}
        empty={
          <EmptyState title="No traffic to draw">{`Nothing was called ${inWindow(view)}.`}</EmptyState>
        }
      >
        {(graph) => (
          <>
            <PanelNotices answer={graph}>
              <GraphNotices graph={graph} />
            </PanelNotices>
            <Drawn graph={graph} view={view} />
          </>
        )}
      </DataPanel>
    </EmbedFrame>
  );
}

function Drawn({ graph, view }: { readonly graph: Graph; readonly view: View }) {
  const { boxes, label } = DEFAULT_GRAPH_PAGE;
  const chosen = useMemo(() => chooseElements(graph, DEFAULT_GRAPH_PAGE), [graph]);
  const display = useMemo(() => {
    const closed = isClosedByDefault(boxes, chosen.nodes.length);
    const shortNames = new Map(graph.meshes.map(({ id, short }) => [id, short]));
    return foldBoxes(chosen, () => closed, shortNames);
  }, [graph, chosen, boxes]);
  const key = `embed|${view.namespaces.join(',')}`;
  const { picture, move, arrange, arrangement } = usePicture(display, label, key);
  const hrefOf = useConsoleHref();
  const open = (id: string) => {
    if (id !== '') window.open(hrefOf(graphHref(view, { select: id })), '_blank', 'noopener');
  };
  return (
    <>
      <div className={styles.stage}>
        {picture === null ? (
          <Skeleton label="Service graph" shape="block" />
        ) : (
          <GraphStage
            picture={picture}
            isWhole
            labelChoice={label}
            arrangement={arrangement}
            selected=""
            found={null}
            onSelect={open}
            onToggleBox={open}
            onMove={move}
            onArrange={arrange}
          />
        )}
      </div>
      <GraphList graph={chosen} selected="" onSelect={open} search="" isOpen={false} />
    </>
  );
}
