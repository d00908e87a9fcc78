import 'server-only';
import type { Health } from '@/lib/contract/common';
import type { GraphEdge, GraphNode, SignalsDto } from '@/lib/contract/graph';
import { groupBy } from '@/lib/domain/group-by';
import {
  compareHealth,
  healthOfSignals,
  worstHealth,
  type HealthVerdict,
} from '@/lib/domain/health';
import type { MeshEdge, MeshNode, Quantile, Signals } from '@/lib/domain/model';
import { sumSignals } from '@/lib/domain/sum-signals';
import type { MeshTelemetry } from '@/lib/mesh/adapter';

/** Nodes and edges with their health, as the API gives them. */
export interface JudgedGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/**
 * Judges every call and every node.
 *
 * A node is judged by what its callers get from it; one that nobody calls, by the calls that it makes. A
 * single caller whose calls fail makes the node degraded, even when the sum of all calls hides it.
 */
export function judgeGraph({ nodes, edges }: MeshTelemetry): JudgedGraph {
  const judged = edges.map((edge) => ({ edge, verdict: healthOfSignals(edge.signals) }));
  const inbound = groupBy(judged, ({ edge }) => edge.target);
  const outbound = groupBy(judged, ({ edge }) => edge.source);
  const names = new Map(nodes.map(({ id, name }) => [id, name]));
  return {
    nodes: nodes.map((node) =>
      judgeNode(node, inbound.get(node.id) ?? [], outbound.get(node.id) ?? [], names),
    ),
    edges: judged.map(({ edge, verdict }) => toGraphEdge(edge, verdict)),
  };
}

interface JudgedEdge {
  readonly edge: MeshEdge;
  readonly verdict: HealthVerdict;
}

function judgeNode(
  node: MeshNode,
  inbound: readonly JudgedEdge[],
  outbound: readonly JudgedEdge[],
  names: ReadonlyMap<string, string>,
): GraphNode {
  const isCalled = inbound.length > 0;
  const calls = isCalled ? inbound : outbound;
  const signals = sumSignals(calls.map(({ edge }) => edge.signals));
  const { requestRate, errorRatio } = signals;
  const { id, kind, cluster, namespace, name, app, version, meshes } = node;
  return {
    id,
    kind,
    cluster,
    namespace,
    name,
    app,
    version,
    meshes: [...meshes],
    health: toHealth(isCalled ? healthOfCalled(inbound, names) : healthOfCaller(outbound)),
    requestRate,
    errorRatio,
    bytesPerSecond: bytesOf(signals),
  };
}

/** TCP and requests are judged apart, since a sum of both would hide one of them. */
function healthOfSum(calls: readonly JudgedEdge[]): HealthVerdict {
  const groups = groupBy(calls, ({ edge }) => edge.protocol === 'tcp');
  return worstHealth(
    [...groups.values()].map((group) =>
      healthOfSignals(sumSignals(group.map(({ edge }) => edge.signals))),
    ),
  );
}

function healthOfCalled(
  inbound: readonly JudgedEdge[],
  names: ReadonlyMap<string, string>,
): HealthVerdict {
  const total = healthOfSum(inbound);
  const worse = inbound.filter(({ verdict }) => compareHealth(verdict.status, total.status) < 0);
  const callers = worse.map(({ edge, verdict }): HealthVerdict => {
    const caller = names.get(edge.source) ?? 'a caller';
    return { status: 'degraded', reasons: verdict.reasons.map((why) => `From ${caller}: ${why}`) };
  });
  return worstHealth([total, ...callers.filter(({ reasons }) => reasons.length > 0)]);
}

function healthOfCaller(outbound: readonly JudgedEdge[]): HealthVerdict {
  const { status, reasons } = healthOfSum(outbound);
  return { status, reasons: reasons.map((why) => `Of the calls it makes, ${why}`) };
}

function toGraphEdge(edge: MeshEdge, verdict: HealthVerdict): GraphEdge {
  const { id, source, target, protocol, meshes, notes, hosts, signals } = edge;
  return {
    ...toSignalsDto(signals),
    id,
    source,
    target,
    protocol,
    meshes: [...meshes],
    notes: notes === undefined || notes.length === 0 ? undefined : [...notes],
    hosts: [...hosts],
    health: toHealth(verdict),
  };
}

/** The signals in the words of the API. */
export function toSignalsDto(signals: Signals): SignalsDto {
  const { p50, p95, p99, codes, reporters } = signals;
  const buckets = { p50: bucketOf(p50), p95: bucketOf(p95), p99: bucketOf(p99) };
  return {
    requestRate: signals.requestRate,
    errorRatio: signals.errorRatio,
    p50Ms: p50?.valueMs,
    p95Ms: p95?.valueMs,
    p99Ms: p99?.valueMs,
    buckets: p50 === undefined && p95 === undefined && p99 === undefined ? undefined : buckets,
    bytesPerSecond: bytesOf(signals),
    requestBytesPerSecond: signals.requestBytesPerSecond,
    responseBytesPerSecond: signals.responseBytesPerSecond,
    connectionsPerSecond: signals.connectionsPerSecond,
    mtlsShare: signals.mtlsShare,
    codes: codes.map((code) => ({ ...code })),
    reporters: { ...reporters },
  };
}

function bucketOf(quantile: Quantile | undefined) {
  return quantile === undefined ? undefined : { lowMs: quantile.lowMs, highMs: quantile.highMs };
}

function bytesOf({ requestBytesPerSecond, responseBytesPerSecond }: Signals): number | undefined {
  if (requestBytesPerSecond === undefined && responseBytesPerSecond === undefined) return undefined;
  return (requestBytesPerSecond ?? 0) + (responseBytesPerSecond ?? 0);
}

/** A verdict in the words of the API. */
export function toHealth({ status, reasons }: HealthVerdict): Health {
  return { status, reasons: [...reasons] };
}
