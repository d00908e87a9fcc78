import 'server-only';
import type { SourceStatus, Warning } from '@/lib/contract/common';
import type { MeshTelemetry, ObjectStore } from '@/lib/mesh/adapter';
import type { Identity } from '@/lib/server/access/identity';
import type { Scope } from '@/lib/server/access/scope';
import { loadObjects } from '@/lib/server/objects/load-objects';
import type { Runtime } from '@/lib/server/runtime';
import { scopeFor } from '@/lib/server/scope-for';
import { securityWorld, type SecurityWorld } from '@/lib/server/security/security-world';
import { loadCalls } from '@/lib/server/telemetry/calls';
import { withinScope } from '@/lib/server/telemetry/within-scope';
import type { GraphView } from '@/lib/domain/model';

/** A world, and what it was made of. */
export interface LoadedWorld {
  readonly world: SecurityWorld;
  readonly store: ObjectStore;
  readonly telemetry: MeshTelemetry | null;
  readonly scope: Scope;
  readonly sources: readonly SourceStatus[];
  readonly warnings: readonly Warning[];
}

interface Question {
  readonly windowSeconds: number;
  readonly namespaces?: readonly string[];
  readonly view?: GraphView;
}

/**
 * Reads objects and calls. Calls are those of the graph, so that nothing more is asked of Prometheus; without
 * them the objects are told all the same.
 */
export async function loadWorld(
  rt: Runtime,
  identity: Identity,
  question: Question,
  signal: AbortSignal,
): Promise<LoadedWorld> {
  const scope = await scopeFor(rt, identity, signal);
  const { windowSeconds, namespaces = [], view = 'workload' } = question;
  const [objects, calls] = await Promise.all([
    loadObjects(rt, identity, scope, signal),
    loadCalls(rt, { windowSeconds, view }, signal),
  ]);
  const telemetry = calls.snapshot === null ? null : withinScope(calls.snapshot, scope, namespaces);
  return {
    world: securityWorld(rt.meshes, objects.store, telemetry),
    store: objects.store,
    telemetry,
    scope,
    sources: [calls.source, objects.source],
    warnings: [...scope.warnings, ...calls.warnings, ...objects.warnings],
  };
}
