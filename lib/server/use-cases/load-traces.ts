import 'server-only';
import type { TraceNames, Traces, TraceSummary } from '@/lib/contract/traces';
import type { TracesQuery } from '@/lib/contract/traces-query';
import { epochMs } from '@/lib/domain/units';
import type { Identity } from '@/lib/server/access/identity';
import { ProblemError } from '@/lib/server/problem';
import type { Runtime } from '@/lib/server/runtime';
import { sourceFrom } from '@/lib/server/sources';
import { namesOfEdge, namesOfNode } from '@/lib/server/traces/candidates';
import { edgeMatcher } from '@/lib/server/traces/edge-match';
import { maskSummary } from '@/lib/server/traces/masks';
import { serviceNames, viewStore, type StoreView } from '@/lib/server/traces/store-view';
import { summariseForEdge } from '@/lib/server/traces/trace-dto';
import type { TraceSearch } from '@/lib/upstream/tracing/client';

/** A search covers the last hour unless asked otherwise. */
const DEFAULT_SPAN_MS = 3_600_000;

/** Whole traces are large: for an edge, so many are looked through at most. */
const MAX_WHOLE = 200;

/** Of the traces of a service, only some have the wanted edge; so many times the limit are looked through. */
const WHOLE_FACTOR = 3;

/**
 * Searches traces by service, node or edge.
 *
 * @throws ProblemError `not-configured` without a tracing store; `forbidden` for a service that may not be
 *   seen; UpstreamError.
 */
export async function loadTraces(
  rt: Runtime,
  identity: Identity,
  query: TracesQuery,
  signal: AbortSignal,
): Promise<Traces> {
  const store = await viewStore(rt, identity, signal);
  const { answer, names } = await serviceNames(rt, store, signal);
  const candidates = candidatesOf(rt, query, store);
  const matched = candidates.find((name) => names.includes(name)) ?? null;
  const searched = { services: [...candidates], matched };
  const sources = [sourceFrom('tracing', answer, rt.now())];
  const scopeWarnings = [...store.scope.warnings];
  if (matched === null) {
    return { traces: [], searched, limited: false, sources, warnings: scopeWarnings };
  }
  const search = searchOf(query, matched, rt.now());
  const found =
    query.edge === undefined
      ? await searchSummaries(store, search, signal)
      : await searchEdge(rt, store, query.edge, search, signal);
  return {
    traces: found.traces.map((trace) => maskSummary(trace, store.isVisible)),
    searched,
    limited: found.limited,
    sources,
    warnings: [
      ...scopeWarnings,
      ...found.warnings.map((message) => ({ code: 'tracing-warning', message })),
    ],
  };
}

/** The names to look for, likeliest first. A name that may not be seen is not even tried. */
function candidatesOf(
  { meshes }: Runtime,
  query: TracesQuery,
  store: StoreView,
): readonly string[] {
  const { node, edge, service } = query;
  if (service !== undefined) {
    assertVisible(service, store);
    return [service];
  }
  const names =
    node === undefined
      ? namesOfEdge(edge ?? '', store.nodes, meshes)
      : namesOfNode(node, store.nodes, meshes);
  return [...new Set(names)].filter(store.isVisible);
}

function assertVisible(service: string, { isVisible }: StoreView): void {
  if (isVisible(service)) return;
  throw new ProblemError('forbidden', { detail: 'It is not in a namespace that you may read.' });
}

function searchOf(query: TracesQuery, service: string, nowMs: number): TraceSearch {
  const toMs = Math.min(query.to ?? nowMs, nowMs);
  const tags = new Map(query.tags);
  if (query.errors === 'true') tags.set('error', 'true');
  return {
    service,
    operation: query.operation,
    fromMs: epochMs(query.from ?? toMs - DEFAULT_SPAN_MS),
    toMs: epochMs(toMs),
    minDurationUs: query.minDuration,
    maxDurationUs: query.maxDuration,
    tags,
    limit: query.limit,
  };
}

interface Found {
  readonly traces: readonly TraceSummary[];
  readonly limited: boolean;
  readonly warnings: readonly string[];
}

async function searchSummaries(
  { client }: StoreView,
  search: TraceSearch,
  signal: AbortSignal,
): Promise<Found> {
  const { traces, warnings } = await client.search(search, signal);
  return {
    traces: traces.map((trace) => ({
      ...trace,
      services: trace.services.map((service) => ({ ...service })),
    })),
    limited: traces.length >= search.limit,
    warnings,
  };
}

async function searchEdge(
  { meshes }: Runtime,
  { client, nodes }: StoreView,
  edge: string,
  search: TraceSearch,
  signal: AbortSignal,
): Promise<Found> {
  const limit = Math.min(search.limit * WHOLE_FACTOR, MAX_WHOLE);
  const whole = await client.searchWhole({ ...search, limit }, signal);
  const isWanted = edgeMatcher(edge, nodes);
  const traces = whole.traces.flatMap(
    (trace) => summariseForEdge(trace, meshes, isWanted, nodes) ?? [],
  );
  return {
    traces: traces.slice(0, search.limit),
    limited: traces.length >= search.limit || whole.traces.length >= limit,
    warnings: whole.warnings,
  };
}

/** The names that a search can be for. */
export async function loadTraceServices(
  rt: Runtime,
  identity: Identity,
  signal: AbortSignal,
): Promise<TraceNames> {
  const store = await viewStore(rt, identity, signal);
  const { answer, names } = await serviceNames(rt, store, signal);
  const sources = [sourceFrom('tracing', answer, rt.now())];
  return { names, sources, warnings: [...store.scope.warnings] };
}

/** The operations of one service. */
export async function loadTraceOperations(
  rt: Runtime,
  identity: Identity,
  service: string,
  signal: AbortSignal,
): Promise<TraceNames> {
  const store = await viewStore(rt, identity, signal);
  assertVisible(service, store);
  const answer = await rt.caches.traceNames.get(`operations ${service}`, 15_000, signal, (shared) =>
    store.client.operations(service, shared),
  );
  const sources = [sourceFrom('tracing', answer, rt.now())];
  return { names: [...answer.value], sources, warnings: [...store.scope.warnings] };
}
