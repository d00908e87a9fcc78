import 'server-only';
import type { MeshEdge, MeshNode } from '@/lib/domain/model';
import type { Identity } from '@/lib/server/access/identity';
import type { Scope } from '@/lib/server/access/scope';
import { ProblemError } from '@/lib/server/problem';
import type { Runtime } from '@/lib/server/runtime';
import { scopeFor } from '@/lib/server/scope-for';
import { knownCalls } from '@/lib/server/telemetry/calls';
import { visibleNames, type IsVisibleName } from '@/lib/server/traces/visible-names';
import type { TracingClient } from '@/lib/upstream/tracing/client';

/** The tracing store as one person may see it. */
export interface StoreView {
  readonly client: TracingClient;
  readonly scope: Scope;
  /** All nodes that telemetry knows, for finding names; never sent as they are. */
  readonly nodes: readonly MeshNode[];
  /** All calls that telemetry knows; the same holds for them. */
  readonly edges: readonly MeshEdge[];
  readonly isVisible: IsVisibleName;
}

/** The window of the overview: most likely in the cache. */
const WINDOW_SECONDS = 300;

/**
 * Finds out what of the tracing store a person may see.
 *
 * @throws ProblemError `not-configured` without a tracing store; what `readableScope` throws.
 */
export async function viewStore(
  rt: Runtime,
  identity: Identity,
  signal: AbortSignal,
): Promise<StoreView> {
  const { tracing, meshes } = rt;
  if (tracing === null) {
    throw new ProblemError('not-configured', { detail: 'Set TRACING_URL to see traces.' });
  }
  const question = { windowSeconds: WINDOW_SECONDS, view: 'workload' } as const;
  const [scope, calls] = await Promise.all([
    scopeFor(rt, identity, signal),
    knownCalls(rt, question, signal),
  ]);
  // Without Prometheus there are none, which hides more, never less.
  const { nodes, edges } = calls ?? NO_CALLS;
  return { client: tracing, scope, nodes, edges, isVisible: visibleNames(scope, nodes, meshes) };
}

const NO_CALLS = { nodes: [], edges: [] };

/** How long a new service may be missing from the names. */
const NAMES_TTL_MS = 15_000;

/** The names that the store knows and the person may see. */
export async function serviceNames(
  { caches }: Runtime,
  { client, isVisible }: StoreView,
  signal: AbortSignal,
) {
  const answer = await caches.traceNames.get('services', NAMES_TTL_MS, signal, (shared) =>
    client.services(shared),
  );
  return { answer, names: answer.value.filter(isVisible) };
}
