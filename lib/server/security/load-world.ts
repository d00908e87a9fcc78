import 'server-only';
import type { SourceStatus, Warning } from '@/lib/contract/common';
import type { MeshTelemetry, ObjectStore } from '@/lib/mesh/adapter';
import type { Identity } from '@/lib/server/access/identity';
import type { Scope } from '@/lib/server/access/scope';
import { loadObjects } from '@/lib/server/objects/load-objects';
import type { Runtime } from '@/lib/server/runtime';
import { scopeFor } from '@/lib/server/scope-for';
import { securityWorld, type SecurityWorld } from '@/lib/server/security/security-world';
import { sourceDown, sourceFrom, sourceOff } from '@/lib/server/sources';
import { loadTelemetry } from '@/lib/server/telemetry/telemetry';
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
  const [objects, calls] = await Promise.all([
    loadObjects(rt, identity, scope, signal),
    loadCalls(rt, scope, question, signal),
  ]);
  return {
    world: securityWorld(rt.meshes, objects.store, calls.telemetry),
    store: objects.store,
    telemetry: calls.telemetry,
    scope,
    sources: [calls.source, objects.source],
    warnings: [...scope.warnings, ...calls.warnings, ...objects.warnings],
  };
}

interface Calls {
  readonly telemetry: MeshTelemetry | null;
  readonly source: SourceStatus;
  readonly warnings: readonly Warning[];
}

async function loadCalls(
  { prometheus, meshes, caches, now }: Runtime,
  scope: Scope,
  { windowSeconds, namespaces = [], view = 'workload' }: Question,
  signal: AbortSignal,
): Promise<Calls> {
  if (prometheus === null)
    return { telemetry: null, source: sourceOff('prometheus'), warnings: [] };
  try {
    const options = { prometheus, meshes, caches, now };
    const answer = await loadTelemetry({ windowSeconds, view }, options, signal);
    const { partial, warnings } = answer.value;
    return {
      telemetry: withinScope(answer.value, scope, namespaces),
      source: sourceFrom('prometheus', answer, now(), partial),
      warnings,
    };
  } catch (error) {
    signal.throwIfAborted();
    return { telemetry: null, source: sourceDown('prometheus', error), warnings: [] };
  }
}
