import 'server-only';
import type { TraceNames, Traces, TraceSummary } from '@/lib/contract/traces';
import type { TracesQuery } from '@/lib/contract/traces-query';
import { epochMs } from '@/lib/domain/units';
import type { Identity } from '@/lib/server/access/identity';
import { ProblemError } from '@/lib/server/problem';
import type { Runtime } from '@/lib/server/runtime';
import { sourceFrom } from '@/lib/server/sources';
import { behindTargets, type Behind } from '@/lib/server/traces/behind';
import { knownNames, namesOfEdge, namesOfNode, type Names } from '@/lib/server/traces/candidates';
import { edgeMatcher, type IsWantedEdge } from '@/lib/server/traces/edge-match';
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
  const target = await targetOf(rt, identity, query, store, signal);
  const { tried, matched } = namesToSearch(target, store, new Set(names));
  const searched = { services: [...tried], matched: [...matched] };
  const sources = [sourceFrom('tracing', answer, rt.now())];
  const scopeWarnings = [...store.scope.warnings];
  if (matched.length === 0) {
    return { traces: [], searched, limited: false, sources, warnings: scopeWarnings };
  }
  const isWanted =
    query.edge === undefined ? null : edgeMatcher(query.edge, store.nodes, target.behind);
  const found = merge(
    query.limit,
    await Promise.all(
      matched.map((name) => {
        const search = searchOf(query, name, rt.dataNow());
        if (isWanted === null) return searchSummaries(store, search, signal);
        return searchEdge(rt, store, { isWanted, share: 1 / matched.length }, search, signal);
      }),
    ),
  );
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

/** What a search is for. */
interface Target {
  /** The things whose names are looked for; where the store knows none, the others are. */
  readonly things: readonly Names[];
  readonly others: readonly Names[];
  readonly behind: Behind;
}

async function targetOf(
  rt: Runtime,
  identity: Identity,
  query: TracesQuery,
  store: StoreView,
  signal: AbortSignal,
): Promise<Target> {
  const { service, node, edge } = query;
  if (service !== undefined) {
    assertVisible(service, store);
    return { things: [[service]], others: [], behind: () => [] };
  }
  const behind = await behindTargets(rt, identity, store, query, signal);
  const facts = { nodes: store.nodes, meshes: rt.meshes, behind };
  if (node !== undefined) return { things: namesOfNode(node, facts), others: [], behind };
  const { target, source } = namesOfEdge(edge ?? '', facts);
  return { things: target, others: source, behind };
}

/** A name that may not be seen is not even tried. */
function namesToSearch(
  { things, others }: Target,
  { isVisible }: StoreView,
  known: ReadonlySet<string>,
): { readonly tried: readonly string[]; readonly matched: readonly string[] } {
  const isKnown = (name: string) => isVisible(name) && known.has(name);
  const first = knownNames(things, isKnown);
  const tried = [...new Set([...things, ...others].flat())].filter(isVisible);
  return { tried, matched: first.length > 0 ? first : knownNames(others, isKnown).slice(0, 1) };
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

/** The call that is wanted, and which part of all that may be looked through is left to this search. */
interface WantedEdge {
  readonly isWanted: IsWantedEdge;
  readonly share: number;
}

async function searchEdge(
  { meshes }: Runtime,
  { client, nodes }: StoreView,
  { isWanted, share }: WantedEdge,
  search: TraceSearch,
  signal: AbortSignal,
): Promise<Found> {
  const limit = Math.ceil(Math.min(search.limit * WHOLE_FACTOR, MAX_WHOLE) * share);
  const whole = await client.searchWhole({ ...search, limit }, signal);
  const traces = whole.traces.flatMap(
    (trace) => summariseForEdge(trace, meshes, isWanted, nodes) ?? [],
  );
  return { traces, limited: whole.traces.length >= limit, warnings: whole.warnings };
}

/** What was found under several names: each trace once, newest first, at most `limit`. */
function merge(limit: number, found: readonly Found[]): Found {
  const traces = new Map(found.flatMap((each) => each.traces).map((one) => [one.traceId, one]));
  const newest = [...traces.values()].toSorted((a, b) => b.startMs - a.startMs);
  return {
    traces: newest.slice(0, limit),
    limited: newest.length >= limit || found.some(({ limited }) => limited),
    warnings: [...new Set(found.flatMap(({ warnings }) => warnings))],
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
