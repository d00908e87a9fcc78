import 'server-only';
import type { SourceStatus, Warning } from '@/lib/contract/common';
import type { Namespaces, NamespaceSummary } from '@/lib/contract/namespaces';
import type { NamespacesQuery } from '@/lib/contract/queries';
import { compareHealth, worstHealth } from '@/lib/domain/health';
import { sumSignals } from '@/lib/domain/sum-signals';
import type { Detection, MeshTelemetry, NamespaceMembership } from '@/lib/mesh/adapter';
import type { Identity } from '@/lib/server/access/identity';
import type { Scope } from '@/lib/server/access/scope';
import { existingNamespaces, readableOf } from '@/lib/server/objects/existing-namespaces';
import { CORE_KINDS, loadObjects, type Objects } from '@/lib/server/objects/load-objects';
import type { Runtime } from '@/lib/server/runtime';
import { scopeFor } from '@/lib/server/scope-for';
import {
  judgeGraph,
  toHealth,
  toSignalsDto,
  type JudgedGraph,
} from '@/lib/server/telemetry/judged-graph';
import { loadCalls } from '@/lib/server/telemetry/calls';
import { withinScope } from '@/lib/server/telemetry/within-scope';
import { loadSparklines, type Sparklines } from '@/lib/server/use-cases/load-sparklines';

/** Problems told of one namespace. */
const MAX_PROBLEMS = 20;

/**
 * Every namespace that a person may read, with what goes on in it. A namespace without traffic is there too;
 * its figures are not.
 */
export async function loadNamespaces(
  rt: Runtime,
  identity: Identity,
  { window, at }: NamespacesQuery,
  signal: AbortSignal,
): Promise<Namespaces> {
  const scope = await scopeFor(rt, identity, signal);
  const [objects, figures, sparklines] = await Promise.all([
    loadObjects(rt, identity, scope, signal),
    loadFigures(rt, scope, window, at, signal),
    loadSparklines(rt, window, at, signal),
  ]);
  const detections = rt.meshes.map((mesh) => mesh.detect(objects.store));
  const names = namesOf(scope, objects, figures.seen);
  return {
    at: figures.atMs,
    windowSeconds: window,
    namespaces: names.map((name) => summarise(name, { objects, figures, sparklines, detections })),
    sources: [figures.source, objects.source],
    warnings: [
      ...scope.warnings,
      ...objects.warnings,
      ...figures.warnings,
      ...(figures.source.state === 'ok' ? sparklines.warnings : []),
    ],
  };
}

interface Figures {
  readonly atMs: number;
  readonly seen: MeshTelemetry;
  readonly judged: JudgedGraph;
  readonly source: SourceStatus;
  readonly warnings: readonly Warning[];
}

async function loadFigures(
  rt: Runtime,
  scope: Scope,
  windowSeconds: number,
  atMs: number | undefined,
  signal: AbortSignal,
): Promise<Figures> {
  const question = { windowSeconds, view: 'workload', atMs } as const;
  const { snapshot, ...told } = await loadCalls(rt, question, signal);
  if (snapshot === null) {
    const none = { nodes: [], edges: [] };
    return { ...told, atMs: atMs ?? rt.dataNow(), seen: none, judged: none };
  }
  const seen = withinScope(snapshot, scope, []);
  return { ...told, atMs: snapshot.atMs, seen, judged: judgeGraph(seen) };
}

/** Those that exist and may be read; when that is unknown, those that telemetry speaks of. */
function namesOf(scope: Scope, objects: Objects, { nodes }: MeshTelemetry): readonly string[] {
  const existing = existingNamespaces(scope, objects);
  if (existing.length > 0) return existing;
  return readableOf(
    scope,
    nodes.map(({ namespace }) => namespace),
  );
}

interface Material {
  readonly objects: Objects;
  readonly figures: Figures;
  readonly sparklines: Sparklines;
  readonly detections: readonly Detection[];
}

function summarise(
  name: string,
  { objects, figures, sparklines, detections }: Material,
): NamespaceSummary {
  const nodes = figures.judged.nodes.filter(({ namespace }) => namespace === name);
  const ids = new Set(nodes.map(({ id }) => id));
  const inbound = figures.seen.edges.filter(({ target }) => ids.has(target));
  const { requestRate, errorRatio, bytesPerSecond } = toSignalsDto(
    sumSignals(inbound.map(({ signals }) => signals)),
  );
  const memberships = detections.flatMap(({ mesh, namespaces }) => {
    const membership = namespaces.get(name);
    return membership === undefined ? [] : [{ mesh, ...membership }];
  });
  const p95Ms = sparklines.p95.get(name)?.findLast(([, value]) => value !== null)?.[1];
  return {
    name,
    cluster: nodes[0]?.cluster ?? '',
    meshes: memberships.filter(({ podsInMesh }) => podsInMesh > 0).map(({ mesh }) => mesh),
    injection: injectionOf(memberships.map(({ injection }) => injection)),
    health: toHealth({ ...worstHealth(nodes.map(({ health }) => health)), reasons: [] }),
    workloads: countWorkloads(name, objects, nodes),
    requestRate,
    errorRatio,
    p95Ms: p95Ms ?? undefined,
    bytesPerSecond,
    sparklines: {
      rate: sparklines.rate.get(name),
      // A line must not say more than its figure, which is absent where a part of it is not known.
      errors: errorRatio === undefined ? undefined : sparklines.errors.get(name),
      p95: sparklines.p95.get(name),
    },
    problems: problemsOf(nodes),
  };
}

/** A namespace that one mesh takes in is enrolled, whatever the others say of it. */
function injectionOf(
  said: readonly NamespaceMembership['injection'][],
): NamespaceSummary['injection'] {
  const order = ['enabled', 'disabled', 'unset'] as const;
  return order.find((injection) => said.includes(injection)) ?? 'unknown';
}

/** Deployments where they can be read, else the workloads that telemetry speaks of. */
function countWorkloads(name: string, { store }: Objects, nodes: JudgedGraph['nodes']): number {
  const deployments = CORE_KINDS.find(({ plural }) => plural === 'deployments');
  const listed = deployments === undefined ? [] : store.list(deployments);
  const here = listed.filter(({ metadata }) => metadata.namespace === name).length;
  return Math.max(here, nodes.filter(({ kind }) => kind === 'workload').length);
}

function problemsOf(nodes: JudgedGraph['nodes']): NamespaceSummary['problems'] {
  return nodes
    .toSorted((a, b) => compareHealth(a.health.status, b.health.status))
    .flatMap(({ id, health: { status, reasons } }) =>
      status === 'failing' || status === 'degraded'
        ? [{ node: id, status, reason: reasons.join('; ') }]
        : [],
    )
    .slice(0, MAX_PROBLEMS);
}
