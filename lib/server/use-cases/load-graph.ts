import 'server-only';
import type { Graph } from '@/lib/contract/graph';
import type { GraphQuery } from '@/lib/contract/queries';
import type { Identity } from '@/lib/server/access/identity';
import type { Scope } from '@/lib/server/access/scope';
import {
  compressBody,
  writeJson,
  type JsonBody,
  type KeptBody,
} from '@/lib/server/bodies/json-body';
import type { Answer } from '@/lib/server/cache/answer-cache';
import { ProblemError } from '@/lib/server/problem';
import type { Runtime } from '@/lib/server/runtime';
import { scopeFor } from '@/lib/server/scope-for';
import { sourceFrom } from '@/lib/server/sources';
import { meshRef } from '@/lib/server/mesh-ref';
import { judgeGraph } from '@/lib/server/telemetry/judged-graph';
import { loadTelemetry, type TelemetrySnapshot } from '@/lib/server/telemetry/telemetry';
import { withinScope } from '@/lib/server/telemetry/within-scope';

/** Bodies are made anew when their data age has moved on by this much, since it is in them. */
const AGE_STEP_MS = 5000;

/** A body is found by all that it is made of, so it does not grow old; unused ones go first. */
const BODY_TTL_MS = 60_000;

/** What a graph is made of, before anything is left out of it. */
interface Material {
  readonly scope: Scope;
  readonly answer: Answer<TelemetrySnapshot>;
}

/**
 * The graph of calls that a person may see.
 *
 * @throws ProblemError `not-configured` without a Prometheus; UpstreamError when it gives nothing.
 */
export async function loadGraph(
  rt: Runtime,
  identity: Identity,
  query: GraphQuery,
  signal: AbortSignal,
): Promise<Graph> {
  return describeGraph(rt, query, await loadMaterial(rt, identity, query, signal));
}

/**
 * The same as a JSON body. Judging, writing and compressing a large graph cost more than all else, so viewers
 * with equal rights who look at the same moment share the results.
 */
export async function loadGraphBody(
  rt: Runtime,
  identity: Identity,
  query: GraphQuery,
  signal: AbortSignal,
): Promise<JsonBody> {
  const material = await loadMaterial(rt, identity, query, signal);
  const { scope, answer } = material;
  const { atMs, windowSeconds, view } = answer.value;
  const key = JSON.stringify([
    ...[atMs, windowSeconds, view, answer.loadedAt, answer.staleBecause !== null],
    Math.floor((rt.now() - answer.loadedAt) / AGE_STEP_MS),
    ...[scope.key, scope.warnings, query.namespaces, query.proxies],
  ]);
  const keep = async (kind: string, make: () => Promise<KeptBody>) =>
    (await rt.caches.bodies.get(`${kind} ${key}`, BODY_TTL_MS, signal, make)).value;
  const plain = await keep('plain', () =>
    Promise.resolve(writeJson(describeGraph(rt, query, material))),
  );
  return {
    ...plain,
    compressed: async () => (await keep('gzip', () => compressBody(plain))).bytes,
  };
}

async function loadMaterial(
  rt: Runtime,
  identity: Identity,
  { window, at, view, proxies }: GraphQuery,
  signal: AbortSignal,
): Promise<Material> {
  const { prometheus } = rt;
  if (prometheus === null) throw noPrometheus();
  const question = { windowSeconds: window, view, proxies, atMs: at };
  const [scope, answer] = await Promise.all([
    scopeFor(rt, identity, signal),
    loadTelemetry(question, { ...rt, prometheus }, signal),
  ]);
  return { scope, answer };
}

function describeGraph(
  { meshes, now }: Runtime,
  { namespaces }: GraphQuery,
  { scope, answer }: Material,
): Graph {
  const { atMs, windowSeconds, view, queries, partial, warnings, ...telemetry } = answer.value;
  const { nodes, edges } = judgeGraph(withinScope(telemetry, scope, namespaces));
  return {
    at: atMs,
    windowSeconds,
    view,
    meshes: meshes.map(meshRef),
    nodes: [...nodes],
    edges: [...edges],
    queries: queries.map((query) => ({ ...query })),
    sources: [sourceFrom('prometheus', answer, now(), partial)],
    warnings: [...scope.warnings, ...warnings],
  };
}

/** The problem of everything that cannot do without Prometheus. */
export function noPrometheus(): ProblemError {
  return new ProblemError('not-configured', { detail: 'Set PROMETHEUS_URL to see figures.' });
}
