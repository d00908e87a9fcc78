import 'server-only';
import type { SourceStatus } from '@/lib/contract/common';
import type { HopCostDto, Practices, SharedProxyDto } from '@/lib/contract/practices';
import type { ChecksQuery } from '@/lib/contract/queries';
import { judgePractices } from '@/lib/domain/practices/judge';
import { PRACTICES } from '@/lib/domain/practices/practice';
import type { NamespaceFacts } from '@/lib/domain/practices/facts';
import type {
  Detection,
  MeshAdapter,
  NamedQuery,
  ObjectStore,
  QueryAnswers,
} from '@/lib/mesh/adapter';
import { proxyCostQueries, sharedProxyQueries } from '@/lib/mesh/proxy-cost';
import type { Identity } from '@/lib/server/access/identity';
import { existingNamespaces } from '@/lib/server/objects/existing-namespaces';
import { loadObjects } from '@/lib/server/objects/load-objects';
import { gatherFacts } from '@/lib/server/practices/gather-facts';
import { proxyCostOf, sharedCostOf, type OwnedProxy } from '@/lib/server/practices/proxy-cost';
import { sampleTraces } from '@/lib/server/practices/sample-traces';
import type { Runtime } from '@/lib/server/runtime';
import { scopeFor } from '@/lib/server/scope-for';
import { sourceDown, sourceFrom, sourceOff } from '@/lib/server/sources';
import { splitsIn } from '@/lib/server/splits/read-splits';
import { loadCalls, type Calls } from '@/lib/server/telemetry/calls';
import { runLive } from '@/lib/server/telemetry/run-live';
import { withinScope } from '@/lib/server/telemetry/within-scope';
import { findingsFor } from '@/lib/server/use-cases/load-checks';
import { UpstreamError } from '@/lib/upstream/error';

/** The window of the overview: most likely in the cache. */
const WINDOW_SECONDS = 300;

const TRACES_TTL_MS = 60_000;

/**
 * How far each namespace follows the ten practices, with what was seen and what to do next, and what its proxies
 * cost. Traces are looked at where one namespace alone is asked for, since each of its workloads is a search.
 */
export async function loadPractices(
  rt: Runtime,
  identity: Identity,
  { namespaces: asked }: ChecksQuery,
  signal: AbortSignal,
): Promise<Practices> {
  const scope = await scopeFor(rt, identity, signal);
  const [objects, calls, costs] = await Promise.all([
    loadObjects(rt, identity, scope, signal),
    loadCalls(rt, { windowSeconds: WINDOW_SECONDS, view: 'workload' }, signal),
    loadCosts(rt, 'proxy cost', proxyCostQueries(WINDOW_SECONDS), signal),
  ]);
  const names = existingNamespaces(scope, objects).filter(
    (name) => asked.length === 0 || asked.includes(name),
  );
  const detections = rt.meshes.map((mesh) => mesh.detect(objects.store));
  const facts = gatherFacts(names, {
    meshes: rt.meshes,
    store: objects.store,
    reach: objects.reach,
    detections,
    seen: calls.snapshot === null ? null : withinScope(calls.snapshot, scope, []),
    splits: splitsIn(rt, objects.store).map(({ split }) => split),
    findings: await findingsFor(rt, identity, scope, objects),
    faults: rt.meshes.flatMap((mesh) => mesh.faults(objects.store)),
  });
  const [traced, shared] = await Promise.all([
    loadTraced(rt, asked.length === 1 ? facts[0] : undefined, calls, signal),
    loadShared(rt, sharedFor(names, rt.meshes, objects.store), signal),
  ]);
  return {
    at: rt.dataNow(),
    windowSeconds: WINDOW_SECONDS,
    practices: PRACTICES.map((practice) => ({ ...practice })),
    namespaces: facts.map((each) => ({
      name: each.namespace,
      meshes: meshesOf(each.namespace, detections),
      scores: judgePractices({ ...each, ...traced.facts }).map((score) => ({
        ...score,
        evidence: [...score.evidence],
      })),
      cost: proxyCostOf(each, costs),
    })),
    shared,
    hops: traced.hops,
    sources: [calls.source, objects.source, ...traced.sources],
    warnings: [...scope.warnings, ...objects.warnings, ...calls.warnings],
  };
}

function meshesOf(namespace: string, detections: readonly Detection[]): string[] {
  return detections
    .filter(({ namespaces }) => (namespaces.get(namespace)?.podsInMesh ?? 0) > 0)
    .map(({ mesh }) => mesh);
}

/** The shared proxies that serve any of some namespaces. */
function sharedFor(
  names: readonly string[],
  meshes: readonly MeshAdapter[],
  store: ObjectStore,
): OwnedProxy[] {
  const asked = new Set(names);
  return meshes.flatMap((mesh) =>
    (mesh.sharedProxies?.(store) ?? [])
      .filter(({ serves }) => serves.some((name) => asked.has(name)))
      .map((proxy) => ({ ...proxy, mesh: mesh.id })),
  );
}

/** Two queries for all viewers who see the same proxies. */
async function loadShared(
  rt: Runtime,
  proxies: readonly OwnedProxy[],
  signal: AbortSignal,
): Promise<SharedProxyDto[]> {
  if (proxies.length === 0) return [];
  const queries = sharedProxyQueries(proxies, WINDOW_SECONDS);
  const key = `shared proxies ${queries.map(({ promql }) => promql).join()}`;
  const answers = await loadCosts(rt, key, queries, signal);
  return proxies.map((proxy) => sharedCostOf(proxy, answers));
}

/** Without an answer there are no figures of costs. */
async function loadCosts(
  rt: Runtime,
  key: string,
  queries: readonly NamedQuery[],
  signal: AbortSignal,
): Promise<QueryAnswers> {
  const { prometheus } = rt;
  if (prometheus === null) return new Map();
  const live = { key, queries, windowSeconds: WINDOW_SECONDS };
  try {
    return (await runLive(rt, prometheus, live, signal)).value.answers;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof UpstreamError) return new Map();
    throw error;
  }
}

interface Traced {
  readonly facts: Partial<Pick<NamespaceFacts, 'propagation'>>;
  readonly hops: HopCostDto | null;
  readonly sources: readonly SourceStatus[];
}

async function loadTraced(
  rt: Runtime,
  facts: NamespaceFacts | undefined,
  { snapshot }: Calls,
  signal: AbortSignal,
): Promise<Traced> {
  const { tracing, caches, now } = rt;
  if (facts === undefined || snapshot === null) return { facts: {}, hops: null, sources: [] };
  if (tracing === null) return { facts: {}, hops: null, sources: [sourceOff('tracing')] };
  try {
    const answer = await caches.traceSamples.get(facts.namespace, TRACES_TTL_MS, signal, (shared) =>
      sampleTraces(rt, tracing, facts.namespace, snapshot, shared),
    );
    const { propagation, hops, traces } = answer.value;
    const sources = [sourceFrom('tracing', answer, now())];
    return { facts: { propagation }, hops: { ...hops, traces }, sources };
  } catch (error) {
    signal.throwIfAborted();
    return { facts: {}, hops: null, sources: [sourceDown('tracing', error)] };
  }
}
