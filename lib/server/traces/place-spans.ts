import 'server-only';
import { edgeId, nodeId, parseNodeId, type MeshNode, type Protocol } from '@/lib/domain/model';
import type { Tag } from '@/lib/domain/raw-trace';
import type { SpanFacts } from '@/lib/domain/span-facts';
import type { TraceTree } from '@/lib/domain/trace-tree';
import type { MeshAdapter, SpanPlace } from '@/lib/mesh/adapter';
import { knownNodes } from '@/lib/mesh/known-nodes';

/** Where a span belongs in the graph; null where that is not known. */
export interface PlacedSpan {
  /** The id of the node that made it. */
  readonly node: string | null;
  /** The id of the call that it is one side of. */
  readonly edge: string | null;
}

/** The processes of a trace, by index. */
export type Processes = readonly { readonly service: string; readonly tags: readonly Tag[] }[];

const NOWHERE: SpanPlace = { node: null, calls: null };

/**
 * Says of every span which node made it, and of which call it is a part.
 *
 * A call is where the node changes on the way down the tree: the first span of another node is its server
 * side, the last one above it its client side. A client span with nothing below it is a call to the host that
 * it names. Spans that no mesh can place are looked through.
 *
 * @param nodes What telemetry knows, for spans that do not tell their namespace.
 */
export function placeSpans(
  { spans }: TraceTree,
  processes: Processes,
  meshes: readonly MeshAdapter[],
  nodes: readonly MeshNode[] = [],
): readonly PlacedSpan[] {
  const known = knownNodes(nodes);
  const places = spans.map((span) => {
    const facts = factsOf(span.raw, processes[span.process]);
    const found = meshes.map((mesh) => mesh.placeOf(facts, known));
    return found.find(({ node, calls }) => node !== null || calls !== null) ?? NOWHERE;
  });
  const edges = new Map<number, string>();
  for (const [index, span] of spans.entries()) {
    const target = places[index]?.node ?? null;
    const above = target === null ? null : nearestPlaced(spans, places, span.parent);
    if (target === null || above === null || above.node === target) continue;
    const edge = edgeId(above.node, target, protocolOf(span.raw.tags));
    edges.set(index, edge);
    if (!edges.has(above.index)) edges.set(above.index, edge);
  }
  return places.map(({ node, calls }, index) => {
    const tags = spans[index]?.raw.tags ?? [];
    return { node, edge: edges.get(index) ?? edgeToHost(node, calls, tags) };
  });
}

function factsOf(
  { operation, kind, tags }: TraceTree['spans'][number]['raw'],
  process: Processes[number] | undefined,
): SpanFacts {
  return {
    service: process?.service ?? '',
    operation,
    kind,
    tags: new Map(tags),
    processTags: new Map(process?.tags ?? []),
  };
}

function nearestPlaced(
  spans: TraceTree['spans'],
  places: readonly SpanPlace[],
  from: number | null,
): { readonly index: number; readonly node: string } | null {
  for (let index = from; index !== null; index = spans[index]?.parent ?? null) {
    const node = places[index]?.node ?? null;
    if (node !== null) return { index, node };
  }
  return null;
}

function edgeToHost(
  node: string | null,
  calls: SpanPlace['calls'],
  tags: readonly Tag[],
): string | null {
  const cluster = node === null ? undefined : parseNodeId(node)?.cluster;
  if (node === null || calls === null || cluster === undefined) return null;
  const [name = '', namespace = '', marker] = calls.host.split('.');
  const target =
    marker === 'svc'
      ? nodeId(cluster, namespace, 'service', name)
      : nodeId(cluster, '', 'external', calls.host);
  return edgeId(node, target, protocolOf(tags));
}

function protocolOf(tags: readonly Tag[]): Protocol {
  const isGrpc = tags.some(
    ([key, value]) =>
      key.startsWith('grpc.') ||
      key === 'rpc.grpc.status_code' ||
      (key === 'rpc.system' && value === 'grpc'),
  );
  return isGrpc ? 'grpc' : 'http';
}
