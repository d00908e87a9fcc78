import 'server-only';
import type { Trace, TraceSummary } from '@/lib/contract/traces';
import { parseEdgeId, parseNodeId } from '@/lib/domain/model';
import { mayRead, type Scope } from '@/lib/server/access/scope';
import { OUTSIDE_NAME } from '@/lib/server/telemetry/within-scope';
import type { IsVisibleName } from '@/lib/server/traces/visible-names';

/** Stands for an operation that may not be told. */
const HIDDEN_OPERATION = '–';

/** A summary without the names of services outside the scope; their spans are still counted. */
export function maskSummary(summary: TraceSummary, isVisible: IsVisibleName): TraceSummary {
  const visible = summary.services.filter(({ name }) => isVisible(name));
  const hidden = summary.services.filter(({ name }) => !isVisible(name));
  const outside = {
    name: OUTSIDE_NAME,
    spanCount: hidden.reduce((sum, { spanCount }) => sum + spanCount, 0),
    errorCount: hidden.reduce((sum, { errorCount }) => sum + errorCount, 0),
  };
  const rootIsVisible = isVisible(summary.rootService);
  return {
    ...summary,
    rootService: rootIsVisible ? summary.rootService : OUTSIDE_NAME,
    rootOperation: rootIsVisible ? summary.rootOperation : HIDDEN_OPERATION,
    services: hidden.length === 0 ? visible : [...visible, outside],
  };
}

/**
 * A trace in which spans of other namespaces keep their place and time, and nothing else.
 *
 * @returns Null when none of its spans may be seen.
 */
export function maskTrace(trace: Trace, scope: Scope, isVisible: IsVisibleName): Trace | null {
  if (scope.all) return trace;
  const outside = trace.services.length;
  const isSeen = trace.spans.map(({ node, service }) => {
    const namespace = node === undefined ? undefined : parseNodeId(node)?.namespace;
    return namespace === undefined
      ? isVisible(trace.services[service]?.name ?? '')
      : mayRead(scope, namespace);
  });
  if (!isSeen.includes(true)) return null;
  const spans = trace.spans.map((span, index) => {
    if (isSeen[index] !== true) return maskSpan(span, outside);
    return {
      ...span,
      edge: span.edge !== undefined && mayTellEdge(span.edge, scope) ? span.edge : undefined,
    };
  });
  return {
    ...trace,
    ...usedServices([...trace.services, { name: OUTSIDE_NAME, tags: [] }], spans),
  };
}

/** Drops services that no span belongs to any more, since their names would tell of them. */
function usedServices(
  services: Trace['services'],
  spans: Trace['spans'],
): Pick<Trace, 'services' | 'spans'> {
  const used = [...new Set(spans.map(({ service }) => service))].toSorted((a, b) => a - b);
  const placeOf = new Map(used.map((index, place) => [index, place]));
  return {
    services: used.flatMap((index) => services[index] ?? []),
    spans: spans.map((span) => ({ ...span, service: placeOf.get(span.service) ?? 0 })),
  };
}

function maskSpan(span: Trace['spans'][number], service: number): Trace['spans'][number] {
  const { id, parent, orphan, depth, kind, startUs, durationUs, error } = span;
  return {
    id,
    parent,
    orphan,
    depth,
    kind,
    startUs,
    durationUs,
    error,
    service,
    operation: HIDDEN_OPERATION,
    tags: [],
    events: [],
    warnings: [],
  };
}

function mayTellEdge(id: string, scope: Scope): boolean {
  const edge = parseEdgeId(id);
  if (edge === null) return false;
  return [edge.source, edge.target].every((end) => {
    const namespace = parseNodeId(end)?.namespace ?? '';
    return namespace === '' || mayRead(scope, namespace);
  });
}
