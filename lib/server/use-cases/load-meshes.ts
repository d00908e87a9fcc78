import 'server-only';
import type { SourceStatus } from '@/lib/contract/common';
import type { MeshFinding, MeshNamespace, Meshes } from '@/lib/contract/meshes';
import type { Detection, MeshAdapter, ObjectStore } from '@/lib/mesh/adapter';
import { PODS } from '@/lib/mesh/core-kinds';
import { isRunning } from '@/lib/mesh/detection';
import type { Identity } from '@/lib/server/access/identity';
import { mayRead, type Scope } from '@/lib/server/access/scope';
import { meshRef } from '@/lib/server/mesh-ref';
import { loadObjects } from '@/lib/server/objects/load-objects';
import type { Runtime } from '@/lib/server/runtime';
import { scopeFor } from '@/lib/server/scope-for';
import { sourceDown, sourceFrom, sourceOff } from '@/lib/server/sources';
import { presentMeshes } from '@/lib/server/telemetry/presence';

/** A mesh that reported within this is reporting. */
const WINDOW_SECONDS = 300;

/** What was found of every mesh, by which evidence, and how much of each namespace takes part. */
export async function loadMeshes(
  rt: Runtime,
  identity: Identity,
  signal: AbortSignal,
): Promise<Meshes> {
  const scope = await scopeFor(rt, identity, signal);
  const [{ store, source, warnings }, reporting] = await Promise.all([
    loadObjects(rt, identity, scope, signal),
    loadReporting(rt, signal),
  ]);
  const findings = rt.meshes.map((mesh) => ({ mesh, detection: mesh.detect(store) }));
  const present = findings.filter(({ detection }) => detection.present);
  const absent = findings.filter(({ detection }) => !detection.present);
  return {
    at: rt.dataNow(),
    meshes: [...present, ...absent].map(({ mesh, detection }) =>
      toFinding(mesh, detection, reporting.ids),
    ),
    namespaces: namespacesOf(rt.meshes, present, store, scope),
    sources: [reporting.source, source],
    warnings: [...scope.warnings, ...warnings],
  };
}

interface Reporting {
  /** Null when Prometheus cannot be asked. */
  readonly ids: ReadonlySet<string> | null;
  readonly source: SourceStatus;
}

async function loadReporting(
  { prometheus, meshes, caches, now, dataNow }: Runtime,
  signal: AbortSignal,
): Promise<Reporting> {
  if (prometheus === null) return { ids: null, source: sourceOff('prometheus') };
  const [atMs, loadedAt] = [dataNow(), now()];
  try {
    const options = { prometheus, meshes, caches };
    const found = await presentMeshes(options, { atMs, pinned: false }, WINDOW_SECONDS, signal);
    const source = sourceFrom('prometheus', { loadedAt, staleBecause: null }, loadedAt);
    return { ids: new Set(found.map(({ id }) => id)), source };
  } catch (error) {
    signal.throwIfAborted();
    return { ids: null, source: sourceDown('prometheus', error) };
  }
}

function toFinding(
  mesh: MeshAdapter,
  { present, version, evidence, controlPlane, proxies }: Detection,
  reporting: Reporting['ids'],
): MeshFinding {
  // What has no telemetry of its own never reports.
  const hasTelemetry = mesh.presence(0) !== null;
  return {
    ...meshRef(mesh),
    present,
    reporting: reporting === null ? null : hasTelemetry && reporting.has(mesh.id),
    ...(version === undefined ? {} : { version }),
    evidence: [...evidence],
    controlPlane: controlPlane.map((part) => ({ ...part })),
    proxies: [...proxies]
      .map(([proxyVersion, pods]) => ({ version: proxyVersion, pods }))
      .toSorted((a, b) => b.pods - a.pods || (a.version < b.version ? -1 : 1)),
  };
}

function namespacesOf(
  meshes: readonly MeshAdapter[],
  findings: readonly { readonly mesh: MeshAdapter; readonly detection: Detection }[],
  store: ObjectStore,
  scope: Scope,
): MeshNamespace[] {
  const pods = podCounts(meshes, store);
  const names = new Set(findings.flatMap(({ detection }) => [...detection.namespaces.keys()]));
  return [...names]
    .filter((name) => mayRead(scope, name))
    .toSorted()
    .map((name) => ({
      name,
      ...(pods.get(name) ?? { pods: 0, podsOutside: 0 }),
      memberships: findings.flatMap(({ mesh, detection }) => {
        const membership = detection.namespaces.get(name);
        if (membership === undefined) return [];
        const { injection, because, podsInMesh } = membership;
        if (injection === 'unset' && podsInMesh === 0) return [];
        const said = because === undefined ? {} : { because };
        return [{ mesh: mesh.id, injection, ...said, podsInMesh }];
      }),
    }));
}

function podCounts(
  meshes: readonly MeshAdapter[],
  store: ObjectStore,
): ReadonlyMap<string, { readonly pods: number; readonly podsOutside: number }> {
  const counts = new Map<string, { pods: number; podsOutside: number }>();
  for (const pod of store.list(PODS).filter(isRunning)) {
    const namespace = pod.metadata.namespace ?? '';
    const count = counts.get(namespace) ?? { pods: 0, podsOutside: 0 };
    count.pods += 1;
    if (!meshes.some((mesh) => mesh.membershipOf(pod).inMesh)) count.podsOutside += 1;
    counts.set(namespace, count);
  }
  return counts;
}
