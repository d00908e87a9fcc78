import 'server-only';
import type { Warning } from '@/lib/contract/common';
import type { MatrixSeries } from '@/lib/domain/samples';
import { epochMs } from '@/lib/domain/units';
import type { Runtime } from '@/lib/server/runtime';
import { presentMeshes } from '@/lib/server/telemetry/presence';
import { runRanges, type RangeRun } from '@/lib/server/telemetry/run-ranges';
import {
  mergeSparklines,
  type Sparkline,
  type Points,
} from '@/lib/server/use-cases/merge-sparklines';

/** The last half hour of each namespace, by name. */
export interface Sparklines {
  readonly rate: ReadonlyMap<string, Points>;
  readonly errors: ReadonlyMap<string, Points>;
  readonly p95: ReadonlyMap<string, Points>;
  readonly warnings: readonly Warning[];
}

const SPAN_MS = 30 * 60_000;
const STEP_SECONDS = 60;

/**
 * Reads the sparklines of all namespaces: three range queries for each mesh that reports, however many
 * namespaces there are. They decorate, so a failure gives none of them instead of an error.
 */
export async function loadSparklines(
  rt: Runtime,
  windowSeconds: number,
  atMs: number | undefined,
  signal: AbortSignal,
): Promise<Sparklines> {
  const { prometheus, meshes, caches, dataNow } = rt;
  const none = { rate: new Map(), errors: new Map(), p95: new Map() };
  if (prometheus === null) return { ...none, warnings: [] };
  const stepMs = STEP_SECONDS * 1000;
  const toMs = epochMs(Math.floor((atMs ?? dataNow()) / stepMs) * stepMs);
  const range = { fromMs: epochMs(toMs - SPAN_MS), toMs, stepSeconds: STEP_SECONDS };
  const rateWindow = Math.max(windowSeconds, STEP_SECONDS);
  const pinned = atMs !== undefined;
  const runs: RangeRun[] = [];
  try {
    const options = { prometheus, meshes, caches };
    const present = await presentMeshes(options, { atMs: toMs, pinned }, rateWindow, signal);
    for (const mesh of present) {
      const key = `sparklines ${mesh.id} ${rateWindow} ${pinned ? toMs : 'live'}`;
      const run = await caches.ranges.get(key, stepMs, signal, (shared) =>
        runRanges(prometheus, mesh.namespaceQueries(rateWindow), range, shared),
      );
      runs.push(run.value);
    }
  } catch {
    signal.throwIfAborted();
  }
  const merged = mergeSparklines(runs.map(({ answers }) => sparklinesOf(answers)));
  return { ...merged, warnings: runs.flatMap(({ warnings }) => warnings) };
}

/** What one mesh says of each namespace. */
function sparklinesOf(answers: RangeRun['answers']): ReadonlyMap<string, Sparkline> {
  const found = new Map<string, Sparkline>();
  for (const key of ['rate', 'errors', 'p95'] as const) {
    for (const { labels, points } of answers.get(key) ?? ([] as readonly MatrixSeries[])) {
      const namespace = labels.get('namespace');
      if (namespace === undefined) continue;
      found.set(namespace, { ...found.get(namespace), [key]: points });
    }
  }
  return found;
}
