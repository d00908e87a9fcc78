import { median } from '@/lib/domain/median';
import type { PropagationFacts } from '@/lib/domain/practices/facts';
import type { TraceTree } from '@/lib/domain/trace-tree';

/** A trace, and the id of the node that made each of its spans; null where that is not known. */
export interface PlacedTrace {
  readonly tree: TraceTree;
  readonly nodes: readonly (string | null)[];
}

/**
 * How often a trace begins at a call of a workload that was called itself.
 *
 * @param called The ids of the workloads to judge: those that take calls in, and so have headers to pass on.
 */
export function propagationOf(
  traces: readonly PlacedTrace[],
  called: ReadonlyMap<string, string>,
): readonly PropagationFacts[] {
  const counts = new Map<string, { calls: number; roots: number }>();
  for (const { tree, nodes } of traces) {
    for (const [index, { raw, parent }] of tree.spans.entries()) {
      const node = nodes[index] ?? '';
      if (raw.kind !== 'client' || !called.has(node)) continue;
      const count = counts.get(node) ?? { calls: 0, roots: 0 };
      count.calls += 1;
      // An orphan's parent is only missing: the headers were there.
      if (parent === null && raw.parentId === null) count.roots += 1;
      counts.set(node, count);
    }
  }
  return [...counts]
    .map(([node, count]) => ({ workload: called.get(node) ?? node, ...count }))
    .toSorted((a, b) => (a.workload < b.workload ? -1 : 1));
}

/** What a call loses on its way, medians in milliseconds; absent where no trace tells it. */
export interface HopCost {
  /** Between the application that calls and its proxy. */
  readonly clientProxyMs?: number | undefined;
  /** Between the two proxies: the network and its encryption. */
  readonly betweenMs?: number | undefined;
  /** Between the proxy and the application that is called. */
  readonly serverProxyMs?: number | undefined;
  /** Calls that told something. */
  readonly calls: number;
}

/**
 * What the proxies add to calls, of spans within each other: those of the proxies (which say
 * `component=proxy`), and of applications that have a tracer of their own. See traces-metrics.md, idea 8. Pairs
 * of which neither end has a node are passed over.
 */
export function hopCostOf(traces: readonly PlacedTrace[]): HopCost {
  const hops = traces.flatMap(hopsIn);
  const lostAt = (at: Hop['at']) => hops.filter((hop) => hop.at === at).map(({ lostMs }) => lostMs);
  return {
    clientProxyMs: median(lostAt('client')),
    betweenMs: median(lostAt('between')),
    serverProxyMs: median(lostAt('server')),
    calls: hops.length,
  };
}

interface Hop {
  readonly at: 'client' | 'between' | 'server';
  readonly lostMs: number;
}

function hopsIn({ tree, nodes }: PlacedTrace): readonly Hop[] {
  return tree.spans.flatMap((span, index) => {
    const above = span.parent === null ? undefined : tree.spans[span.parent];
    if (above === undefined) return [];
    const [node = null, aboveNode = null] = [nodes[index], nodes[span.parent ?? -1]];
    const lostMs = (above.durationUs - span.durationUs) / 1000;
    // A span that is not awaited, or of another clock, lasts longer than the one around it.
    if ((node === null && aboveNode === null) || lostMs < 0) return [];
    const at = placeOf(above, span, node, aboveNode);
    return at === null ? [] : [{ at, lostMs }];
  });
}

type Span = TraceTree['spans'][number];

function isProxy({ raw }: Span): boolean {
  return raw.tags.some(([key, value]) => key === 'component' && value === 'proxy');
}

/**
 * Whether something is lost between a span and the one above it, and where. An application's own span seldom says
 * of which workload it is: what is right inside or around its proxy's is of the same.
 */
function placeOf(
  above: Span,
  span: Span,
  node: string | null,
  aboveNode: string | null,
): Hop['at'] | null {
  const isSame = node === aboveNode;
  if (isProxy(above) && isProxy(span)) {
    return !isSame && span.raw.kind === 'server' ? 'between' : null;
  }
  return isSame || node === null || aboveNode === null ? besideProxy(above, span) : null;
}

function besideProxy(above: Span, span: Span): Hop['at'] | null {
  if (isProxy(above)) return above.raw.kind === 'server' ? 'server' : null;
  return isProxy(span) && span.raw.kind === 'client' ? 'client' : null;
}
