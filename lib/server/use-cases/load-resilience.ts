import 'server-only';
import type { SourceStatus, Warning } from '@/lib/contract/common';
import type { FaultDto, FigureDto, Faults, Resilience } from '@/lib/contract/resilience';
import { worstRetryPath, type RetryPath } from '@/lib/domain/resilience/retry-paths';
import type { ActiveFault, FigureQuery, ServiceResilience } from '@/lib/domain/resilience/setting';
import type { MeshAdapter, NodeFacts, ObjectStore } from '@/lib/mesh/adapter';
import type { Identity } from '@/lib/server/access/identity';
import type { Scope } from '@/lib/server/access/scope';
import { loadObjects } from '@/lib/server/objects/load-objects';
import { readableNode, type ParsedNode } from '@/lib/server/objects/readable-node';
import { toYaml } from '@/lib/server/objects/to-yaml';
import type { Runtime } from '@/lib/server/runtime';
import { scopeFor } from '@/lib/server/scope-for';
import { sourceDown, sourceFrom, sourceOff } from '@/lib/server/sources';
import { presentMeshes } from '@/lib/server/telemetry/presence';
import { runQueries } from '@/lib/server/telemetry/run-queries';
import { gridMs, loadTelemetry } from '@/lib/server/telemetry/telemetry';
import { withinScope } from '@/lib/server/telemetry/within-scope';
import { UpstreamError } from '@/lib/upstream/error';

/** Over which time the figures beside the settings are taken. */
const WINDOW_SECONDS = 300;

/**
 * The timeouts, retries, circuit breakers and faults of a service, and what is measured of them.
 *
 * @throws ProblemError `forbidden` when it is not in a namespace that the person may read.
 */
export async function loadResilience(
  rt: Runtime,
  identity: Identity,
  id: string,
  signal: AbortSignal,
): Promise<Resilience> {
  const { node, facts, objects, scope } = await readableNode(rt, identity, id, signal);
  const { store, source, warnings } = objects;
  const read = rt.meshes.map((mesh) => ({ mesh, found: mesh.resilience(facts, store) }));
  const measured = await measure(rt, facts, store, signal);
  const hosts = hostsOf(facts);
  return {
    at: rt.now(),
    windowSeconds: WINDOW_SECONDS,
    node: id,
    meshes: read
      .map(({ mesh, found }) => toMesh(mesh, found, measured.figures.get(mesh.id) ?? []))
      .filter(({ groups, notes, warnings: own }) => groups.length + notes.length + own.length > 0),
    faults: faultsIn(rt, store).filter(({ host }) => hosts.includes(host)),
    retryPath: toPath(await retryPath(rt, node, store, scope, signal)),
    sources: [source, measured.source],
    warnings: [...scope.warnings, ...warnings, ...measured.warnings],
  };
}

/** The faults that are injected now into calls of readable services. */
export async function loadFaults(
  rt: Runtime,
  identity: Identity,
  signal: AbortSignal,
): Promise<Faults> {
  const scope = await scopeFor(rt, identity, signal);
  const { store, source, warnings } = await loadObjects(rt, identity, scope, signal);
  return {
    at: rt.now(),
    faults: faultsIn(rt, store),
    sources: [source],
    warnings: [...scope.warnings, ...warnings],
  };
}

function faultsIn({ meshes }: Runtime, store: ObjectStore): FaultDto[] {
  return meshes.flatMap((mesh) => mesh.faults(store).map(toFault));
}

function toFault({ endsAtMs, object, ...fault }: ActiveFault): FaultDto {
  return { ...fault, object: { ...object }, endsAt: endsAtMs };
}

function hostsOf({ services, namespace, externalHost }: NodeFacts): readonly string[] {
  return [
    ...services.map((service) => `${service}.${namespace}.svc.cluster.local`),
    ...(externalHost === undefined ? [] : [externalHost]),
  ];
}

function toMesh(
  mesh: MeshAdapter,
  { groups, warnings, notes }: ServiceResilience,
  figures: readonly FigureDto[],
): Resilience['meshes'][number] {
  return {
    mesh: mesh.id,
    label: mesh.label,
    groups: groups.map(({ template, identity, settings, ...group }) => ({
      ...group,
      template: template === null ? null : toYaml(template),
      identity: identity.map((each) => ({ ...each })),
      settings: settings.map((setting) => ({
        ...setting,
        form: copyOf(setting.form),
        needs: setting.needs?.map((each) => ({ ...each })),
      })),
    })),
    warnings: warnings.map((warning) => ({ ...warning })),
    notes: notes.map((note) => ({ ...note })),
    figures: [...figures],
  };
}

type Form = Resilience['meshes'][number]['groups'][number]['settings'][number]['form'];

/** Forms of the domain are read-only; the contract's lists are not. */
function copyOf(form: ServiceResilience['groups'][number]['settings'][number]['form']): Form {
  if (form.kind === 'choice') return { ...form, options: [...form.options] };
  if (form.kind !== 'list') return form;
  const { options, proposals, ...rest } = form;
  return {
    ...rest,
    ...(options !== undefined && { options: [...options] }),
    ...(proposals !== undefined && { proposals: [...proposals] }),
  };
}

interface Measured {
  readonly figures: ReadonlyMap<string, readonly FigureDto[]>;
  readonly source: SourceStatus;
  readonly warnings: readonly Warning[];
}

/** Asks for the figures of all meshes that report; one whose queries fail leaves the others alone. */
async function measure(
  rt: Runtime,
  facts: NodeFacts,
  store: ObjectStore,
  signal: AbortSignal,
): Promise<Measured> {
  const { prometheus, caches, now } = rt;
  const figures = new Map<string, readonly FigureDto[]>();
  if (prometheus === null) return { figures, source: sourceOff('prometheus'), warnings: [] };
  const grid = gridMs(WINDOW_SECONDS);
  const warnings: Warning[] = [];
  let source = sourceFrom('prometheus', { loadedAt: now(), staleBecause: null }, now());
  try {
    const options = { prometheus, meshes: rt.meshes, cache: caches.presence };
    const moment = { atMs: now(), pinned: false };
    for (const mesh of await presentMeshes(options, moment, WINDOW_SECONDS, signal)) {
      const queries = mesh.resilienceFigures(facts, store, WINDOW_SECONDS);
      if (queries.length === 0) continue;
      const key = JSON.stringify(queries.map(({ promql }) => promql));
      const answer = await caches.queries.get(key, grid, signal, (shared) =>
        runQueries(prometheus, queries, Math.floor(now() / grid) * grid, shared),
      );
      figures.set(
        mesh.id,
        queries.map((query) => toFigure(query, answer.value.answers.get(query.key))),
      );
      source = sourceFrom('prometheus', answer, now(), answer.value.failedKeys.length > 0);
      warnings.push(...answer.value.warnings);
    }
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof UpstreamError)) throw error;
    source = sourceDown('prometheus', error);
  }
  return { figures, source, warnings };
}

function toFigure(
  { section, label, unit, promql, absent }: FigureQuery,
  samples: readonly { readonly value: number }[] | undefined,
): FigureDto {
  const value = samples?.[0]?.value;
  const isKnown = value !== undefined && Number.isFinite(value);
  return {
    section,
    label,
    unit,
    value: isKnown ? value : null,
    absent: isKnown ? null : samples === undefined ? 'The query failed.' : absent,
    query: promql,
  };
}

/** How retries multiply on the calls of the last minutes; without figures nothing is known of that. */
async function retryPath(
  rt: Runtime,
  { cluster, namespace, kind, name }: ParsedNode,
  store: ObjectStore,
  scope: Scope,
  signal: AbortSignal,
): Promise<RetryPath | null> {
  const { prometheus, meshes, caches, now } = rt;
  if (prometheus === null || kind !== 'service') return null;
  const layers = meshes.flatMap((mesh) => mesh.retryLayers(store));
  if (layers.length < 2) return null;
  const question = {
    windowSeconds: WINDOW_SECONDS,
    view: 'service',
    proxies: 'folded',
    atMs: undefined,
  } as const;
  try {
    const { value } = await loadTelemetry(question, { prometheus, meshes, caches, now }, signal);
    const { nodes, edges } = withinScope(value, scope, []);
    const own = nodes.find(
      (node) =>
        node.kind === 'service' &&
        node.name === name &&
        node.namespace === namespace &&
        node.cluster === cluster,
    );
    return own === undefined ? null : worstRetryPath(own.id, edges, layers);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof UpstreamError)) throw error;
    return null;
  }
}

function toPath(path: RetryPath | null): Resilience['retryPath'] {
  return path === null
    ? null
    : { product: path.product, steps: path.steps.map((step) => ({ ...step })) };
}
