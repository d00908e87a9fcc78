'use client';

import { useMemo } from 'react';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import { GraphLegend } from '@/components/graph/graph-legend';
import { GraphList } from '@/components/graph/graph-list';
import { GraphNotes } from '@/components/graph/graph-notes';
import { GraphStage } from '@/components/graph/graph-stage';
import { Selection } from '@/components/graph/selection';
import type { SetGraphPage } from '@/components/graph/use-graph-page';
import { useFaultMarks } from '@/components/graph/use-fault-marks';
import { useGraphFindings, type GraphFindings } from '@/components/graph/use-graph-findings';
import { usePicture } from '@/components/graph/use-picture';
import { useTrouble } from '@/components/graph/use-trouble';
import { cx } from '@/components/ui/cx';
import type { Graph } from '@/lib/contract/graph';
import type { GraphPage } from '@/lib/contract/graph-url';
import type { View } from '@/lib/contract/view-url';
import { countedFindings } from '@/lib/domain/finding-counts';
import { chooseElements } from '@/lib/viz/graph/choose';
import { flipBox, foldBoxes, isClosedByDefault, type DisplayGraph } from '@/lib/viz/graph/fold';
import { boxIdOf } from '@/lib/viz/graph/model';
import styles from './graph-console.module.css';

interface GraphBodyProps {
  readonly graph: Graph;
  readonly view: View;
  readonly page: GraphPage;
  readonly setPage: SetGraphPage;
  readonly found: readonly string[] | null;
  readonly isLegendShown: boolean;
}

/** The drawn graph, the panel of what is selected, and the list. */
export function GraphBody({ graph, view, page, setPage, found, isLegendShown }: GraphBodyProps) {
  const { show, idle, focus, hops, mesh, boxes, flipped } = page;
  const chosen = useMemo(
    () => chooseElements(graph, { show, idle, focus, hops, mesh }),
    [graph, show, idle, focus, hops, mesh],
  );
  const marked = useFaultMarks(graph, chosen);
  const shortNames = useMemo(
    () => new Map(graph.meshes.map(({ id, short }) => [id, short])),
    [graph.meshes],
  );
  const findings = useGraphFindings(view);
  const folded = useMemo(() => {
    const closed = isClosedByDefault(boxes, chosen.nodes.length);
    const turned = new Set(flipped);
    return foldBoxes(marked, (id) => closed !== turned.has(id), shortNames);
  }, [chosen, marked, boxes, flipped, shortNames]);
  const display = useTrouble(graph, findings, folded);
  const key = `${page.view}|${view.namespaces.join(',')}`;
  const { picture, move, arrange, arrangement } = usePicture(display, page.label, key);
  const shownAs = useMemo(() => shownIds(display), [display]);
  const foundShown = useMemo(
    () => found && new Set(found.map((id) => shownAs.get(id) ?? id)),
    [found, shownAs],
  );

  const select = (id: string) => setPage({ select: id });
  const toggleBox = (id: string) =>
    setPage({ ...flipBox(page, id, chosen.nodes.length), select: '' });
  const selected = shownAs.get(page.select) ?? page.select;

  return (
    <>
      <div className={cx(styles.split, page.list && styles.withList)}>
        {chosen.nodes.length === 0 ? (
          <EmptyState title="Nothing to show">
            <p>Every node is hidden by the filters. Choose “All traffic”, or show idle nodes.</p>
          </EmptyState>
        ) : picture === null ? (
          <Skeleton label="Service graph" shape="block" />
        ) : (
          <GraphStage
            picture={picture}
            labelChoice={page.label}
            arrangement={arrangement}
            selected={selected}
            found={foundShown}
            onSelect={select}
            onToggleBox={toggleBox}
            onMove={move}
            onArrange={arrange}
            notes={
              <>
                {isLegendShown && <GraphLegend graph={graph} label={page.label} />}
                <GraphNotes page={page} setPage={setPage} chosen={chosen} />
              </>
            }
          />
        )}
        <Selection
          graph={graph}
          display={display}
          id={page.select}
          focus={focus}
          view={view}
          findings={findings}
          onSelect={select}
          onFocus={(id) => setPage({ focus: id, hops: 1 })}
          onToggleBox={toggleBox}
        />
      </div>
      <p role="status" className="visually-hidden">
        {announcement(graph, page.select, findings)}
      </p>
      <GraphList
        graph={chosen}
        selected={page.select}
        onSelect={select}
        search={page.search}
        isOpen={page.list}
        findings={findings}
      />
    </>
  );
}

/** For every node and edge of the mesh, the id of what shows it. */
function shownIds({ nodes, edges }: DisplayGraph): ReadonlyMap<string, string> {
  return new Map(
    [...nodes, ...edges].flatMap(({ id, members }) =>
      members.map((member) => [member, id] as const),
    ),
  );
}

/** Tells, when something was selected, what it is and what is around it. */
function announcement(graph: Graph, id: string, findings: GraphFindings): string {
  const node = graph.nodes.find((candidate) => candidate.id === id);
  if (node === undefined) return '';
  const callers = graph.edges.filter(({ target }) => target === id).length;
  const callees = graph.edges.filter(({ source }) => source === id).length;
  const place = boxIdOf(node) === null ? '' : ` in ${node.namespace}`;
  const found = findings.ofNode(node);
  const trouble = found === null ? '' : countedFindings(found.counts);
  const about = `${node.name}${place}, ${node.health.status}, ${String(callers)} callers, ${String(callees)} callees`;
  return trouble === '' ? about : `${about}, ${trouble} in its configuration`;
}
