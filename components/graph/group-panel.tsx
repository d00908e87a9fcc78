import { Button } from '@/components/ui/button';
import { FoundSection } from '@/components/graph/found-section';
import {
  Actions,
  Figure,
  Figures,
  Neighbours,
  PanelSection,
  SidePanel,
} from '@/components/graph/side-panel';
import type { FoundAt } from '@/components/graph/use-graph-findings';
import { fullName } from '@/components/graph/words';
import type { Graph } from '@/lib/contract/graph';
import { configurationHref } from '@/lib/contract/urls';
import type { View } from '@/lib/contract/view-url';
import { formatBytesPerSecond, formatMs, formatRate, formatRatio } from '@/lib/domain/format';
import type { DisplayEdge, DisplayNode } from '@/lib/viz/graph/fold';
import { severity } from '@/lib/viz/graph/model';

interface BoxPanelProps {
  readonly graph: Graph;
  readonly box: DisplayNode;
  readonly namespace: string;
  /** What is wrong with objects in it or that apply to its nodes; null for nothing. */
  readonly found: FoundAt | null;
  readonly view: View;
  readonly onSelect: (id: string) => void;
  readonly onToggleBox: (id: string) => void;
}

/** A closed namespace: its members, the worst first. */
export function BoxPanel(props: BoxPanelProps) {
  const { graph, box, namespace, found, view, onSelect, onToggleBox } = props;
  const inside = new Set(box.members);
  const members = graph.nodes
    .filter(({ id }) => inside.has(id))
    .toSorted(
      (a, b) =>
        severity(b.health.status) - severity(a.health.status) ||
        (b.requestRate ?? 0) - (a.requestRate ?? 0),
    );
  const reasons = members.flatMap(({ name, health }) =>
    health.status === 'failing' ? health.reasons.map((reason) => `${name}: ${reason}`) : [],
  );
  return (
    <SidePanel
      kind="Namespace, closed"
      title={box.title}
      health={{ status: box.status, reasons: reasons.slice(0, 5) }}
      onClose={() => onSelect('')}
    >
      <Actions>
        <Button size="s" variant="primary" onPress={() => onToggleBox(box.id)}>
          Open in the graph
        </Button>
      </Actions>
      <Figures>
        <Figure
          name="Requests"
          value={formatRate(box.requestRate)}
          notes={['to its members, together']}
        />
        <Figure name="Errors" value={formatRatio(box.errorRatio)} />
      </Figures>
      <FoundSection
        found={found}
        allAt={configurationHref({ ...view, namespaces: [namespace] }, { show: 'findings' })}
      />
      <Neighbours
        title="Members"
        none="It has none."
        rows={members.map((node) => {
          const note = formatRate(node.requestRate);
          return { id: node.id, name: node.name, note, status: node.health.status };
        })}
        onSelect={onSelect}
      />
    </SidePanel>
  );
}

interface FoldedEdgePanelProps {
  readonly graph: Graph;
  readonly edge: DisplayEdge;
  readonly titleOf: (id: string) => string;
  readonly onSelect: (id: string) => void;
}

/** All calls between two things of which one is a closed namespace. */
export function FoldedEdgePanel({ graph, edge, titleOf, onSelect }: FoldedEdgePanelProps) {
  const inside = new Set(edge.members);
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const nameOf = (id: string) => {
    const node = byId.get(id);
    return node === undefined ? '' : fullName(node);
  };
  const calls = graph.edges
    .filter(({ id }) => inside.has(id))
    .toSorted(
      (a, b) =>
        severity(b.health.status) - severity(a.health.status) ||
        (b.requestRate ?? 0) - (a.requestRate ?? 0),
    );
  return (
    <SidePanel
      kind={`${String(calls.length)} calls together`}
      title={`${titleOf(edge.source)} → ${titleOf(edge.target)}`}
      health={{ status: edge.status, reasons: [] }}
      onClose={() => onSelect('')}
    >
      <PanelSection title="Together">
        <Figures>
          <Figure name="Requests" value={formatRate(edge.requestRate)} />
          <Figure name="Errors" value={formatRatio(edge.errorRatio)} />
          <Figure
            name="Latency p95"
            value={formatMs(edge.p95Ms)}
            notes={['of the slowest: quantiles cannot be added']}
          />
          {edge.bytesPerSecond !== undefined && (
            <Figure name="Throughput" value={formatBytesPerSecond(edge.bytesPerSecond)} />
          )}
          <Figure name="Mutual TLS" value={formatRatio(edge.mtlsShare)} />
        </Figures>
      </PanelSection>
      <Neighbours
        title="Calls"
        none="There are none."
        rows={calls.map(({ id, source, target, requestRate, health }) => {
          const name = `${nameOf(source)} → ${nameOf(target)}`;
          return { id, name, note: formatRate(requestRate), status: health.status };
        })}
        onSelect={onSelect}
      />
    </SidePanel>
  );
}
