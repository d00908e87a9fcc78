import 'server-only';
import type { Warning } from '@/lib/contract/common';
import type { GraphView, MeshEdge, MeshNode } from '@/lib/domain/model';
import type { MeshAdapter, MeshTelemetry, NamedQuery, TelemetryWarning } from '@/lib/mesh/adapter';
import type { Answer, AnswerCache } from '@/lib/server/cache/answer-cache';
import { mergeTelemetry } from '@/lib/mesh/merge';
import { presentMeshes } from '@/lib/server/telemetry/presence';
import { distinct, runQueries, type QueryRun } from '@/lib/server/telemetry/run-queries';
import type { PrometheusClient } from '@/lib/upstream/prometheus/client';

export interface TelemetryQuestion {
  readonly windowSeconds: number;
  readonly view: GraphView;
  /** Whether proxies on the way are folded into the calls; they are unless asked otherwise. */
  readonly proxies?: 'folded' | 'shown' | undefined;
  /** Epoch milliseconds of a moment in the past; absent means now. */
  readonly atMs?: number | undefined;
}

/** All calls of all namespaces over one window. Never sent to anybody before `withinScope`. */
export interface TelemetrySnapshot {
  /** Epoch milliseconds of the moment the figures are for. */
  readonly atMs: number;
  readonly windowSeconds: number;
  readonly view: GraphView;
  readonly nodes: readonly MeshNode[];
  readonly edges: readonly MeshEdge[];
  readonly queries: readonly NamedQuery[];
  /** Whether some of the queries failed. */
  readonly partial: boolean;
  readonly warnings: readonly Warning[];
}

interface TelemetryOptions {
  readonly prometheus: PrometheusClient;
  readonly meshes: readonly MeshAdapter[];
  readonly caches: {
    readonly telemetry: AnswerCache<TelemetrySnapshot>;
    readonly presence: AnswerCache<readonly string[]>;
  };
  /** See `Runtime`. */
  readonly dataNow: () => number;
}

/** A pinned moment does not change any more, except for samples that arrive late. */
const PINNED_TTL_MS = 10 * 60_000;

/** Live figures are for a moment on this grid, so that replicas and viewers ask the same. */
export function gridMs(windowSeconds: number): number {
  return Math.min(30, Math.max(5, Math.floor(windowSeconds / 60))) * 1000;
}

/**
 * Gives the snapshot that answers a question. It does not depend on who asks: the same few queries serve
 * every viewer and every scope; what a person may see of it is cut out afterwards.
 *
 * @returns The snapshot; `staleBecause` is set when Prometheus failed and this is the last one it gave.
 * @throws UpstreamError when Prometheus fails and there is none, or none young enough.
 */
export function loadTelemetry(
  question: TelemetryQuestion,
  { prometheus, meshes, caches, dataNow }: TelemetryOptions,
  signal: AbortSignal,
): Promise<Answer<TelemetrySnapshot>> {
  const grid = gridMs(question.windowSeconds);
  const pinned = question.atMs === undefined ? null : Math.floor(question.atMs / 1000) * 1000;
  const { windowSeconds, view, proxies = 'folded' } = question;
  const key = `${pinned ?? 'live'} ${windowSeconds} ${view} ${proxies}`;
  return caches.telemetry.get(
    key,
    pinned === null ? grid : PINNED_TTL_MS,
    signal,
    async (shared) => {
      const atMs = pinned ?? Math.floor(dataNow() / grid) * grid;
      const moment = { atMs, pinned: pinned !== null };
      const present = await presentMeshes(
        { prometheus, meshes, caches },
        moment,
        windowSeconds,
        shared,
      );
      const parts = await Promise.all(
        present.map((mesh) => askMesh(mesh, question, prometheus, atMs, shared)),
      );
      return merge(question, atMs, parts);
    },
  );
}

interface MeshPart extends MeshTelemetry {
  readonly queries: readonly NamedQuery[];
  readonly run: QueryRun;
}

async function askMesh(
  mesh: MeshAdapter,
  question: TelemetryQuestion,
  prometheus: PrometheusClient,
  atMs: number,
  signal: AbortSignal,
): Promise<MeshPart> {
  const { windowSeconds, view, proxies = 'folded' } = question;
  const request = { windowSeconds, view, proxies };
  const queries = mesh.telemetryQueries(request);
  const run = await runQueries(prometheus, queries, atMs, signal);
  return { ...mesh.telemetry(run.answers, request), queries, run };
}

function merge(
  { windowSeconds, view }: TelemetryQuestion,
  atMs: number,
  parts: readonly MeshPart[],
): TelemetrySnapshot {
  const { nodes, edges } = mergeTelemetry(parts);
  return {
    atMs,
    windowSeconds,
    view,
    nodes,
    edges,
    queries: parts.flatMap((part) => part.queries),
    partial: parts.some(({ run }) => run.failedKeys.length > 0),
    warnings: distinct(
      parts.flatMap(({ run, warnings = [] }) => [...run.warnings, ...warnings.map(toWarning)]),
    ),
  };
}

function toWarning({ code, message }: TelemetryWarning): Warning {
  return { code, message };
}

/** A rough size in bytes, for the cache. */
export function sizeOfSnapshot({ nodes, edges }: TelemetrySnapshot): number {
  const codes = edges.reduce((count, { signals }) => count + signals.codes.length, 0);
  return 2000 + nodes.length * 400 + edges.length * 900 + codes * 120;
}
