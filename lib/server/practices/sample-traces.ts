import 'server-only';
import { parseNodeId, type MeshNode } from '@/lib/domain/model';
import {
  hopCostOf,
  propagationOf,
  type HopCost,
  type PlacedTrace,
} from '@/lib/domain/practices/trace-sample';
import type { PropagationFacts } from '@/lib/domain/practices/facts';
import { sumSignals } from '@/lib/domain/sum-signals';
import { buildTraceTree } from '@/lib/domain/trace-tree';
import { epochMs } from '@/lib/domain/units';
import type { MeshTelemetry } from '@/lib/mesh/adapter';
import { inBatches } from '@/lib/server/cache/in-batches';
import type { Runtime } from '@/lib/server/runtime';
import { placeSpans } from '@/lib/server/traces/place-spans';
import type { TracingClient } from '@/lib/upstream/tracing/client';

/** What a sample of a namespace's traces tells. */
export interface TraceSample {
  readonly propagation: readonly PropagationFacts[];
  readonly hops: HopCost;
  readonly traces: number;
}

const SPAN_MS = 15 * 60_000;
const TRACES_EACH = 25;
const MOST_SERVICES = 10;
const AT_ONCE = 3;

/**
 * Looks at recent traces of the busiest workloads of a namespace that are called and call others.
 *
 * @param seen All that telemetry knows; what comes back speaks of this namespace alone.
 * @throws UpstreamError when the tracing store fails.
 */
export async function sampleTraces(
  { meshes, dataNow }: Pick<Runtime, 'meshes' | 'dataNow'>,
  client: TracingClient,
  namespace: string,
  seen: MeshTelemetry,
  signal: AbortSignal,
): Promise<TraceSample> {
  const called = calledAndCalling(namespace, seen);
  const known = new Set(await client.services(signal));
  const names = called
    .map((node) => meshes.flatMap((mesh) => mesh.tracingServices(node)).find((n) => known.has(n)))
    .filter((name) => name !== undefined);
  const to = dataNow();
  const found = await inBatches([...new Set(names)].slice(0, MOST_SERVICES), AT_ONCE, (service) =>
    client.searchWhole(
      {
        service,
        fromMs: epochMs(to - SPAN_MS),
        toMs: epochMs(to),
        tags: new Map(),
        limit: TRACES_EACH,
      },
      signal,
    ),
  );
  const byId = new Map(found.flatMap(({ traces }) => traces.map((each) => [each.traceId, each])));
  const placed = [...byId.values()].map((trace): PlacedTrace => {
    const tree = buildTraceTree(trace);
    const places = placeSpans(tree, trace.processes, meshes, seen.nodes);
    return { tree, nodes: places.map(({ node }) => node) };
  });
  const titles = new Map(called.map(({ id, name }) => [id, name]));
  return {
    propagation: propagationOf(placed, titles),
    hops: hopCostOf(placed.map((each) => within(each, namespace))),
    traces: placed.length,
  };
}

/** Workloads with calls in and out, busiest first. */
function calledAndCalling(namespace: string, { nodes, edges }: MeshTelemetry): MeshNode[] {
  const callers = new Set(edges.map(({ source }) => source));
  const rateOf = ({ id }: MeshNode) =>
    sumSignals(edges.filter(({ target }) => target === id).map(({ signals }) => signals))
      .requestRate ?? 0;
  return nodes
    .filter((node) => node.namespace === namespace && node.kind === 'workload')
    .filter(({ id }) => callers.has(id))
    .map((node) => ({ node, rate: rateOf(node) }))
    .filter(({ rate }) => rate > 0)
    .toSorted((a, b) => b.rate - a.rate)
    .map(({ node }) => node);
}

/** Only spans of this namespace keep their node, so that hops of others are not counted. */
function within({ tree, nodes }: PlacedTrace, namespace: string): PlacedTrace {
  const isOwn = (id: string | null) => id !== null && parseNodeId(id)?.namespace === namespace;
  return { tree, nodes: nodes.map((id) => (isOwn(id) ? id : null)) };
}
