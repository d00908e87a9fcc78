import 'server-only';
import type { SourceStatus, Warning } from '@/lib/contract/common';
import type { FaultDto, FigureDto, Faults, Resilience } from '@/lib/contract/resilience';
import { worstRetryPath, type RetryPath } from '@/lib/domain/resilience/retry-paths';
import type { ActiveFault, FigureQuery, ServiceResilience } from '@/lib/domain/resilience/setting';
import type { MeshAdapter, NodeFacts, ObjectStore } from '@/lib/mesh/adapter';
import { fqdnOf } from '@/lib/mesh/hosts';
import type { Identity } from '@/lib/server/access/identity';
import type { Scope } from '@/lib/server/access/scope';
import { loadObjects } from '@/lib/server/objects/load-objects';
import { readableNode, type ParsedNode } from '@/lib/server/objects/readable-node';
import { toYaml } from '@/lib/server/objects/to-yaml';
import type { Runtime } from '@/lib/server/runtime';
import { scopeFor } from '@/lib/server/scope-for';
import { sourceDown, sourceFrom, sourceOff } from '@/lib/server/sources';
import { knownCalls } from '@/lib/server/telemetry/calls';
import { presentMeshes } from '@/lib/server/telemetry/presence';
import { runLive } from '@/lib/server/telemetry/run-live';
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
    ...services.map((service) => fqdnOf(service, namespace)),
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
        excludes: setting.excludes?.slice(),
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
  const { prometheus, meshes, caches, now, dataNow } = rt;
  const figures = new Map<string, readonly FigureDto[]>();
  if (prometheus === null) return { figures, source: sourceOff('prometheus'), warnings: [] };
  const warnings: Warning[] = [];
  let source = sourceFrom('prometheus', { loadedAt: now(), staleBecause: null }, now());
  try {
    const moment = { atMs: dataNow(), pinned: false };
    const asked = { prometheus, meshes, caches };
    for (const mesh of await presentMeshes(asked, moment, WINDOW_SECONDS, signal)) {
      const queries = mesh.resilienceFigures(facts, store, WINDOW_SECONDS);
      if (queries.length === 0) continue;
      const key = JSON.stringify(queries.map(({ promql }) => promql));
      const live = { key, queries, windowSeconds: WINDOW_SECONDS };
      const answer = await runLive(rt, prometheus, live, signal);
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
  const { meshes } = rt;
  if (kind !== 'service') return null;
  const layers = meshes.flatMap((mesh) => mesh.retryLayers(store));
  if (layers.length < 2) return null;
  const question = {
    windowSeconds: WINDOW_SECONDS,
    view: 'service',
    proxies: 'folded',
    atMs: undefined,
  } as const;
  const calls = await knownCalls(rt, question, signal);
  if (calls === null) return null;
  const { nodes, edges } = withinScope(calls, scope, []);
  const own = nodes.find(
    (node) =>
      node.kind === 'service' &&
      node.name === name &&
      node.namespace === namespace &&
      node.cluster === cluster,
  );
  return own === undefined ? null : worstRetryPath(own.id, edges, layers);
}

function toPath(path: RetryPath | null): Resilience['retryPath'] {
  return path === null
    ? null
    : { product: path.product, steps: path.steps.map((step) => ({ ...step })) };
}
