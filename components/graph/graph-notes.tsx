import { Minus, Plus, X } from 'lucide-react';
import { IconButton } from '@/components/ui/button';
import type { SetGraphPage } from '@/components/graph/use-graph-page';
import { MOST_HOPS, type GraphPage } from '@/lib/contract/graph-url';
import type { Chosen } from '@/lib/viz/graph/choose';
import type { VizEdge, VizNode } from '@/lib/viz/graph/model';
import styles from './graph-console.module.css';

interface GraphNotesProps {
  readonly page: GraphPage;
  readonly setPage: SetGraphPage;
  readonly chosen: Chosen<VizNode, VizEdge>;
}

/** What of the graph is not shown, and how to have it back. */
export function GraphNotes({ page, setPage, chosen }: GraphNotesProps) {
  const focused = chosen.outsideFocus > 0 ? chosen.nodes.find(({ id }) => id === page.focus) : null;
  const hidden = [
    chosen.inOtherMeshes > 0 && `${String(chosen.inOtherMeshes)} of other meshes hidden`,
    chosen.hiddenHealthy > 0 && `${String(chosen.hiddenHealthy)} healthy hidden`,
    chosen.hiddenIdle > 0 && `${String(chosen.hiddenIdle)} idle hidden`,
  ].filter((text) => text !== false);
  return (
    <>
      {focused != null && (
        <div className={styles.focus}>
          <span>
            {`Neighbours of ${focused.name}, ${String(page.hops)} ${page.hops === 1 ? 'call' : 'calls'} away`}
          </span>
          <IconButton
            label="Nearer"
            size="s"
            isDisabled={page.hops <= 1}
            onPress={() => setPage({ hops: page.hops - 1 })}
          >
            <Minus aria-hidden="true" />
          </IconButton>
          <IconButton
            label="Farther"
            size="s"
            isDisabled={page.hops >= MOST_HOPS}
            onPress={() => setPage({ hops: page.hops + 1 })}
          >
            <Plus aria-hidden="true" />
          </IconButton>
          <IconButton
            label="Show everything"
            size="s"
            onPress={() => setPage({ focus: '', hops: 1 })}
          >
            <X aria-hidden="true" />
          </IconButton>
        </div>
      )}
      {hidden.length > 0 && <p className={styles.hidden}>{hidden.join(', ')}</p>}
    </>
  );
}
