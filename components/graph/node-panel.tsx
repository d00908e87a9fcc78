import { Badge } from '@/components/ui/badge';
import { Button, ButtonLink } from '@/components/ui/button';
import { CodesTable } from '@/components/graph/codes-table';
import { Explain } from '@/components/graph/explain';
import { FoundSection } from '@/components/graph/found-section';
import {
  Actions,
  Figure,
  Figures,
  Neighbours,
  PanelSection,
  SidePanel,
} from '@/components/graph/side-panel';
import { FaultBadge } from '@/components/shell/fault-badge';
import { MeshBadge } from '@/components/shell/mesh-badge';
import { useActiveFaults } from '@/components/shell/use-active-faults';
import type { FoundAt } from '@/components/graph/use-graph-findings';
import { fullName, KIND_WORDS } from '@/components/graph/words';
import type { Graph, GraphEdge, GraphNode } from '@/lib/contract/graph';
import { nodeHref, tracesHref, trafficHref } from '@/lib/contract/urls';
import type { View } from '@/lib/contract/view-url';
import { mergeCodes } from '@/lib/domain/codes';
import { formatBytesPerSecond, formatMs, formatRate, formatRatio } from '@/lib/domain/format';

interface NodePanelProps {
  readonly graph: Graph;
  readonly node: GraphNode;
  readonly view: View;
  readonly isFocus: boolean;
  /** What is wrong with the objects that apply to it; null for nothing. */
  readonly found: FoundAt | null;
  readonly onSelect: (id: string) => void;
  readonly onFocus: (id: string) => void;
}

/** A node: what it is, its signals, who calls it and whom it calls. */
export function NodePanel(props: NodePanelProps) {
  const { graph, node, view, found, onSelect } = props;
  const inbound = graph.edges.filter(({ target }) => target === node.id);
  const outbound = graph.edges.filter(({ source }) => source === node.id);
  const codes = mergeCodes(inbound.flatMap((edge) => edge.codes));
  return (
    <SidePanel
      kind={KIND_WORDS[node.kind]}
      title={node.name}
      subtitle={<Origin node={node} />}
      health={node.health}
      onClose={() => onSelect('')}
    >
      <ActiveFaults hosts={inbound.flatMap(({ hosts }) => hosts)} />
      <NodeActions {...props} host={inbound.flatMap(({ hosts }) => hosts)[0]} />
      <PanelSection
        title={inbound.length > 0 ? 'Signals, of calls to it' : 'Signals, of its own calls'}
      >
        <Figures>
          {node.requestRate !== undefined && (
            <Figure name="Requests" value={formatRate(node.requestRate)} />
          )}
          {node.errorRatio !== undefined && (
            <Figure name="Errors" value={formatRatio(node.errorRatio)} />
          )}
          <SlowestCaller inbound={inbound} graph={graph} />
          {node.bytesPerSecond !== undefined && (
            <Figure name="Throughput" value={formatBytesPerSecond(node.bytesPerSecond)} />
          )}
        </Figures>
      </PanelSection>
      <FoundSection found={found} allAt={nodeHref(node.id, view, { tab: 'configuration' })} />
      {codes.length > 0 && (
        <PanelSection title="Answers it gave">
          <CodesTable codes={codes} />
        </PanelSection>
      )}
      <Neighbours
        title="Callers"
        none="Nobody called it in this window."
        rows={neighbourRows(graph, inbound, ({ source }) => source)}
        onSelect={onSelect}
      />
      <Neighbours
        title="Callees"
        none="It called nobody in this window."
        rows={neighbourRows(graph, outbound, ({ target }) => target)}
        onSelect={onSelect}
      />
      <Explain graph={graph} />
    </SidePanel>
  );
}

/** Faults that its callers meet now. */
function ActiveFaults({ hosts }: { readonly hosts: readonly string[] }) {
  const faults = useActiveFaults().filter(({ host }) => hosts.includes(host));
  if (faults.length === 0) return null;
  return (
    <p>
      <FaultBadge faults={faults} />
    </p>
  );
}

function Origin({ node }: Pick<NodePanelProps, 'node'>) {
  return (
    <>
      {node.namespace !== '' && <span>{`in ${node.namespace}`}</span>}
      {node.version !== undefined && <Badge>{node.version}</Badge>}
      {node.meshes.map((mesh) => (
        <MeshBadge key={mesh} mesh={mesh} />
      ))}
    </>
  );
}

interface NodeActionsProps extends Omit<NodePanelProps, 'graph' | 'found' | 'onSelect'> {
  /** A service that its callers addressed. */
  readonly host: string | undefined;
}

function NodeActions({ node, view, isFocus, onFocus, host }: NodeActionsProps) {
  const hasPage = node.kind === 'service' || node.kind === 'workload';
  return (
    <Actions>
      {hasPage && (
        <ButtonLink size="s" href={nodeHref(node.id, view)}>
          Details
        </ButtonLink>
      )}
      <ButtonLink size="s" href={tracesHref(view, { node: node.id })}>
        Traces
      </ButtonLink>
      {host !== undefined && (
        <ButtonLink size="s" href={trafficHref(view, { host })}>
          Traffic splits
        </ButtonLink>
      )}
      <Button size="s" onPress={() => onFocus(isFocus ? '' : node.id)}>
        {isFocus ? 'Show everything' : 'Show only its neighbours'}
      </Button>
    </Actions>
  );
}

/** Quantiles of several callers cannot be added, so the slowest is shown by name. */
function SlowestCaller({
  inbound,
  graph,
}: {
  readonly inbound: readonly GraphEdge[];
  readonly graph: Graph;
}) {
  const slowest = inbound
    .filter(({ p95Ms }) => p95Ms !== undefined)
    .toSorted((a, b) => (b.p95Ms ?? 0) - (a.p95Ms ?? 0))[0];
  if (slowest === undefined) return null;
  const caller = graph.nodes.find(({ id }) => id === slowest.source);
  const bucket = slowest.buckets?.p95;
  const range =
    bucket?.highMs == null ? '' : `, in ${String(bucket.lowMs)}–${formatMs(bucket.highMs)}`;
  return (
    <Figure
      name="Latency p95"
      value={formatMs(slowest.p95Ms)}
      notes={[
        `as called by ${caller?.name ?? 'a caller'}${inbound.length > 1 ? ', the slowest' : ''}${range}`,
      ]}
    />
  );
}

function neighbourRows(
  graph: Graph,
  edges: readonly GraphEdge[],
  endOf: (edge: GraphEdge) => string,
) {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  return edges
    .toSorted((a, b) => amountOf(b) - amountOf(a))
    .flatMap((edge) => {
      const other = byId.get(endOf(edge));
      if (other === undefined) return [];
      const isTcp = edge.protocol === 'tcp';
      const note = isTcp ? formatBytesPerSecond(edge.bytesPerSecond) : formatRate(edge.requestRate);
      const { status } = edge.health;
      return [{ id: other.id, name: fullName(other), note, status }];
    })
    .filter(({ id }, index, all) => all.findIndex((other) => other.id === id) === index);
}

function amountOf({ requestRate, bytesPerSecond }: GraphEdge): number {
  return requestRate ?? (bytesPerSecond ?? 0) / 1e9;
}
