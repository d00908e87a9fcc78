import 'server-only';
import type { Trace, TraceSummary } from '@/lib/contract/traces';
import { edgeId, nodeId, parseNodeId, type MeshNode } from '@/lib/domain/model';
import { hostOfProcess, hostOfSpan } from '@/lib/domain/span-host';
import { buildTraceTree, type TraceTree } from '@/lib/domain/trace-tree';
import type { RawTrace } from '@/lib/domain/raw-trace';
import type { MeshAdapter } from '@/lib/mesh/adapter';
import { placeSpans, type PlacedSpan } from '@/lib/server/traces/place-spans';
import type { IsWantedEdge } from '@/lib/server/traces/edge-match';

/** A trace as a tree, with every span's place in the graph. */
export function toTraceDto(
  trace: RawTrace,
  meshes: readonly MeshAdapter[],
  nodes: readonly MeshNode[] = [],
): Omit<Trace, 'sources' | 'warnings'> {
  const tree = buildTraceTree(trace);
  const places = placeSpans(tree, trace.processes, meshes, nodes);
  const clocks = clocksOf(tree, trace);
  return {
    traceId: trace.traceId,
    startMs: trace.startMs,
    durationMs: tree.durationUs / 1000,
    services: tree.services.map(({ name, tags }) => ({
      name,
      tags: tags.map(([key, value]) => [key, value]),
    })),
    spans: tree.spans.map((span, index) => toSpanDto(span, places[index], clocks[index])),
  };
}

/** Numbers the machines that timed the spans; the names stay here, since not everybody may know them. */
function clocksOf({ spans }: TraceTree, { processes }: RawTrace): readonly (number | undefined)[] {
  const ofProcess = processes.map(({ tags }) => hostOfProcess(tags));
  const numbers = new Map<string, number>();
  return spans.map(({ raw, process }) => {
    const host = hostOfSpan(raw.tags) ?? ofProcess[process] ?? null;
    if (host === null) return undefined;
    const number = numbers.get(host) ?? numbers.size;
    numbers.set(host, number);
    return number;
  });
}

function toSpanDto(
  {
    raw,
    id,
    parent,
    orphan,
    depth,
    service,
    startUs,
    durationUs,
    warnings,
  }: TraceTree['spans'][number],
  place: PlacedSpan | undefined,
  clock: number | undefined,
): Trace['spans'][number] {
  return {
    id,
    parent,
    orphan,
    depth,
    service,
    operation: raw.operation,
    kind: raw.kind,
    startUs,
    durationUs,
    clock,
    error: raw.error,
    tags: raw.tags.map(([key, value]) => [key, value]),
    events: raw.events.map(({ atUs, name, fields }) => ({
      atUs,
      name,
      fields: fields.map(([key, value]) => [key, value]),
    })),
    node: place?.node ?? undefined,
    edge: place?.edge ?? undefined,
    warnings: [...warnings],
  };
}

/** A root came from a caller outside the mesh, which the graph shows as unknown. */
function entryOf({ parent, node }: Trace['spans'][number]): string | null {
  const parsed = parent === null && node !== undefined ? parseNodeId(node) : null;
  if (node === undefined || parsed === null) return null;
  return edgeId(nodeId(parsed.cluster, '', 'unknown', 'unknown'), node, 'http');
}

/** A summary of a whole trace and its slowest span of the wanted call; null when it has no such span. */
export function summariseForEdge(
  trace: RawTrace,
  meshes: readonly MeshAdapter[],
  isWanted: IsWantedEdge,
  nodes: readonly MeshNode[] = [],
): TraceSummary | null {
  const { traceId, startMs, durationMs, services, spans } = toTraceDto(trace, meshes, nodes);
  const onEdge = spans.filter((span) => isWanted(span.edge ?? null) || isWanted(entryOf(span)));
  const [first] = spans;
  if (onEdge.length === 0 || first === undefined) return null;
  return {
    traceId,
    rootService: services[first.service]?.name ?? '',
    rootOperation: first.operation,
    startMs,
    durationMs,
    spanCount: spans.length,
    errorCount: spans.filter(({ error }) => error).length,
    orphanCount: spans.filter(({ orphan }) => orphan).length,
    services: services.map(({ name }, index) => {
      const own = spans.filter(({ service }) => service === index);
      return { name, spanCount: own.length, errorCount: own.filter(({ error }) => error).length };
    }),
    edgeDurationMs: Math.max(...onEdge.map(({ durationUs }) => durationUs)) / 1000,
  };
}
