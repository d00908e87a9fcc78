import 'server-only';
import type { Graph } from '@/lib/contract/graph';
import type { GraphQuery } from '@/lib/contract/queries';
import type { Identity } from '@/lib/server/access/identity';
import { ProblemError } from '@/lib/server/problem';
import type { Runtime } from '@/lib/server/runtime';
import { scopeFor } from '@/lib/server/scope-for';
import { sourceFrom } from '@/lib/server/sources';
import { judgeGraph } from '@/lib/server/telemetry/judged-graph';
import { loadTelemetry } from '@/lib/server/telemetry/telemetry';
import { withinScope } from '@/lib/server/telemetry/within-scope';

/**
 * The graph of calls that a person may see.
 *
 * @throws ProblemError `not-configured` without a Prometheus; UpstreamError when it gives nothing.
 */
export async function loadGraph(
  rt: Runtime,
  identity: Identity,
  { namespaces, window, at, view }: GraphQuery,
  signal: AbortSignal,
): Promise<Graph> {
  const { prometheus, meshes, caches, now } = rt;
  if (prometheus === null) throw noPrometheus();
  const question = { windowSeconds: window, view, atMs: at };
  const [scope, answer] = await Promise.all([
    scopeFor(rt, identity, signal),
    loadTelemetry(question, { prometheus, meshes, cache: caches.telemetry, now }, signal),
  ]);
  const snapshot = answer.value;
  const { nodes, edges } = judgeGraph(withinScope(snapshot, scope, namespaces));
  return {
    at: snapshot.atMs,
    windowSeconds: window,
    view,
    meshes: meshes.map(({ id, label }) => ({ id, label })),
    nodes: [...nodes],
    edges: [...edges],
    queries: snapshot.queries.map((query) => ({ ...query })),
    sources: [sourceFrom('prometheus', answer, now(), snapshot.partial)],
    warnings: [...scope.warnings, ...snapshot.warnings],
  };
}

/** The problem of everything that cannot do without Prometheus. */
export function noPrometheus(): ProblemError {
  return new ProblemError('not-configured', { detail: 'Set PROMETHEUS_URL to see figures.' });
}
