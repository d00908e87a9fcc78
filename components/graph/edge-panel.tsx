import { ButtonLink, Button } from '@/components/ui/button';
import { Badge } from '@/components/ui/badge';
import { CodesTable } from '@/components/graph/codes-table';
import { Explain } from '@/components/graph/explain';
import { Actions, Figure, Figures, PanelSection, SidePanel } from '@/components/graph/side-panel';
import { MeshBadge } from '@/components/shell/mesh-badge';
import { SecurityLine } from '@/components/shell/security-line';
import { fullName, REPORTER_WORDS } from '@/components/graph/words';
import type { Graph, GraphEdge, GraphNode } from '@/lib/contract/graph';
import { tracesHref, trafficHref } from '@/lib/contract/urls';
import type { View } from '@/lib/contract/view-url';
import {
  formatBytesPerSecond,
  formatMs,
  formatPerSecond,
  formatRate,
  formatRatio,
} from '@/lib/domain/format';

interface EdgePanelProps {
  readonly graph: Graph;
  readonly edge: GraphEdge;
  readonly source: GraphNode;
  readonly target: GraphNode;
  readonly view: View;
  readonly onSelect: (id: string) => void;
}

/** A call: its golden signals, who reported each, and what was answered. */
export function EdgePanel({ graph, edge, source, target, view, onSelect }: EdgePanelProps) {
  const [host] = edge.hosts;
  return (
    <SidePanel
      kind="Call"
      title={`${source.name} → ${target.name}`}
      subtitle={
        <>
          <Badge>{edge.protocol}</Badge>
          {edge.meshes.map((mesh) => (
            <MeshBadge key={mesh} mesh={mesh} />
          ))}
          {edge.hosts.length > 0 && `to ${edge.hosts.join(', ')}`}
        </>
      }
      health={edge.health}
      onClose={() => onSelect('')}
    >
      <Actions>
        <ButtonLink size="s" href={tracesHref(view, { edge: edge.id })}>
          Traces
        </ButtonLink>
        {host !== undefined && (
          <ButtonLink size="s" href={trafficHref(view, { host })}>
            Traffic splits
          </ButtonLink>
        )}
        <Button size="s" onPress={() => onSelect(source.id)}>
          Caller
        </Button>
        <Button size="s" onPress={() => onSelect(target.id)}>
          Callee
        </Button>
      </Actions>
      {edge.notes !== undefined && (
        <PanelSection title="To know">
          {edge.notes.map((note) => (
            <p key={note}>{note}</p>
          ))}
        </PanelSection>
      )}
      <PanelSection title="Golden signals">
        <EdgeSignals edge={edge} />
      </PanelSection>
      {edge.codes.length > 0 && (
        <PanelSection title="Answers">
          <CodesTable codes={edge.codes} />
        </PanelSection>
      )}
      <PanelSection title="Security">
        <SecurityLine edge={edge.id} />
      </PanelSection>
      <PanelSection title="From and to">
        <Figures>
          <Figure name="Caller" value={fullName(source)} />
          <Figure name="Callee" value={fullName(target)} />
        </Figures>
      </PanelSection>
      <Explain graph={graph} />
    </SidePanel>
  );
}

function EdgeSignals({ edge }: { readonly edge: GraphEdge }) {
  const by = (figure: keyof GraphEdge['reporters']) =>
    REPORTER_WORDS[edge.reporters[figure] ?? ''] ?? edge.reporters[figure];
  return (
    <Figures>
      {edge.protocol !== 'tcp' && (
        <>
          <Figure name="Requests" value={formatRate(edge.requestRate)} notes={[by('requests')]} />
          <Figure
            name="Errors"
            value={formatRatio(edge.errorRatio)}
            notes={[edge.errorRatio === null ? 'no requests in the window' : undefined]}
          />
          <Quantile edge={edge} which="p50" />
          <Quantile edge={edge} which="p95" />
          <Quantile edge={edge} which="p99" note={by('latency')} />
        </>
      )}
      <Throughput edge={edge} note={by('bytes')} />
      {edge.protocol === 'tcp' && (
        <Figure
          name="Connections opened"
          value={formatPerSecond(edge.connectionsPerSecond)}
          notes={[by('connections')]}
        />
      )}
      <Figure
        name="Mutual TLS"
        value={formatRatio(edge.mtlsShare)}
        notes={[edge.mtlsShare === undefined ? 'nobody on this call can know' : by('mtls')]}
      />
    </Figures>
  );
}

interface QuantileProps {
  readonly edge: GraphEdge;
  readonly which: 'p50' | 'p95' | 'p99';
  readonly note?: string | undefined;
}

/** A quantile, and the bucket that it fell in: Prometheus cannot know it better than that. */
function Quantile({ edge, which, note }: QuantileProps) {
  const value = { p50: edge.p50Ms, p95: edge.p95Ms, p99: edge.p99Ms }[which];
  const bucket = edge.buckets?.[which];
  return (
    <Figure name={`Latency ${which}`} value={formatMs(value)} notes={[bucketText(bucket), note]} />
  );
}

function bucketText(bucket: { lowMs: number; highMs: number | null } | undefined) {
  if (bucket === undefined) return undefined;
  if (bucket.highMs === null) return `over ${formatMs(bucket.lowMs)}: beyond the last bucket`;
  return `in ${String(bucket.lowMs)}–${formatMs(bucket.highMs)}`;
}

function Throughput({
  edge,
  note,
}: {
  readonly edge: GraphEdge;
  readonly note?: string | undefined;
}) {
  const { requestBytesPerSecond: sent, responseBytesPerSecond: received } = edge;
  if (sent === undefined && received === undefined && edge.bytesPerSecond === undefined)
    return null;
  return (
    <>
      <Figure
        name="Throughput"
        value={formatBytesPerSecond(edge.bytesPerSecond)}
        notes={[
          `${formatBytesPerSecond(sent)} sent, ${formatBytesPerSecond(received)} received`,
          note,
        ]}
      />
    </>
  );
}
