import 'server-only';
import type { Warning } from '@/lib/contract/common';
import type { MatrixSeries } from '@/lib/domain/samples';
import { epochMs } from '@/lib/domain/units';
import type { Runtime } from '@/lib/server/runtime';
import { runRanges } from '@/lib/server/telemetry/run-ranges';

type Points = [number, number | null][];

/** The last half hour of each namespace, by name: `[epoch seconds, value]`. */
export interface Sparklines {
  readonly rate: ReadonlyMap<string, Points>;
  readonly errors: ReadonlyMap<string, Points>;
  readonly p95: ReadonlyMap<string, Points>;
  readonly warnings: readonly Warning[];
}

const SPAN_MS = 30 * 60_000;
const STEP_SECONDS = 60;
const KEYS = ['rate', 'errors', 'p95'] as const;

/**
 * Reads the sparklines of all namespaces: three range queries a mesh, however many namespaces there are.
 * They decorate, so a failure gives none of them instead of an error.
 */
export async function loadSparklines(
  { prometheus, meshes, caches, now }: Runtime,
  windowSeconds: number,
  atMs: number | undefined,
  signal: AbortSignal,
): Promise<Sparklines> {
  const found = { rate: new Map<string, Points>(), errors: new Map(), p95: new Map() };
  if (prometheus === null) return { ...found, warnings: [] };
  const stepMs = STEP_SECONDS * 1000;
  const toMs = epochMs(Math.floor((atMs ?? now()) / stepMs) * stepMs);
  const range = { fromMs: epochMs(toMs - SPAN_MS), toMs, stepSeconds: STEP_SECONDS };
  const rateWindow = Math.max(windowSeconds, STEP_SECONDS);
  const warnings: Warning[] = [];
  for (const mesh of meshes) {
    try {
      const key = `sparklines ${mesh.id} ${rateWindow} ${atMs === undefined ? 'live' : toMs}`;
      const run = await caches.ranges.get(key, stepMs, signal, (shared) =>
        runRanges(prometheus, mesh.namespaceQueries(rateWindow), range, shared),
      );
      for (const name of KEYS) addSeries(found[name], run.value.answers.get(name) ?? []);
      warnings.push(...run.value.warnings);
    } catch {
      signal.throwIfAborted();
    }
  }
  return { ...found, warnings };
}

/** The first mesh that knows a namespace tells of it. */
function addSeries(found: Map<string, Points>, all: readonly MatrixSeries[]): void {
  for (const { labels, points } of all) {
    const namespace = labels.get('namespace');
    if (namespace === undefined || found.has(namespace)) continue;
    found.set(
      namespace,
      points.map(([at, value]) => [at, value]),
    );
  }
}
