import 'server-only';
import type { SplitDto, SplitStartDto } from '@/lib/contract/splits';
import type { SourceStatus, Warning } from '@/lib/contract/common';
import type { Split } from '@/lib/domain/split';
import type { MeshAdapter, ObjectStore, SplitObservation } from '@/lib/mesh/adapter';
import type { Identity } from '@/lib/server/access/identity';
import type { Scope } from '@/lib/server/access/scope';
import { mayWrite } from '@/lib/server/changes/may-write';
import type { Runtime } from '@/lib/server/runtime';
import { toDraft } from '@/lib/server/security/security-dto';
import { sourceDown, sourceFrom, sourceOff } from '@/lib/server/sources';
import { toSplitDto } from '@/lib/server/splits/split-dto';
import { presentMeshes } from '@/lib/server/telemetry/presence';
import { runLive } from '@/lib/server/telemetry/run-live';
import { UpstreamError } from '@/lib/upstream/error';
import type { AccessQuestion } from '@/lib/upstream/kubernetes/types';

/** Long enough to smooth a scrape, short enough to show a change at once. */
export const OBSERVED_WINDOW_SECONDS = 60;

/** A split and the mesh that it came from. */
export interface FoundSplit {
  readonly mesh: MeshAdapter;
  readonly split: Split;
}

/** The splits of all meshes in a store. */
export function splitsIn({ meshes }: Pick<Runtime, 'meshes'>, store: ObjectStore): FoundSplit[] {
  return meshes.flatMap((mesh) => mesh.splits(store).map((split) => ({ mesh, split })));
}

/** What could be split in some namespaces (none: all) if an object were created; undefined for nothing. */
export function startsIn(
  { meshes }: Pick<Runtime, 'meshes'>,
  store: ObjectStore,
  namespaces: ReadonlySet<string>,
): SplitStartDto[] | undefined {
  const starts = meshes.flatMap((mesh) =>
    (mesh.splitStarts?.(store) ?? [])
      .filter(({ namespace }) => namespaces.size === 0 || namespaces.has(namespace))
      .map(({ kind, object, names, ...start }) => ({
        ...start,
        mesh: mesh.id,
        names: [...names],
        draft: toDraft({ kind, object, replaces: null }),
      })),
  );
  return starts.length === 0 ? undefined : starts;
}

export interface DescribedSplits {
  readonly splits: readonly SplitDto[];
  readonly source: SourceStatus;
  readonly warnings: readonly Warning[];
}

/** Adds what was observed of splits, and whether this person may change them. */
export async function describeSplits(
  rt: Runtime,
  identity: Identity,
  scope: Scope,
  found: readonly FoundSplit[],
  signal: AbortSignal,
): Promise<DescribedSplits> {
  const [observed, writable] = await Promise.all([
    observe(rt, found, signal),
    Promise.all(found.map(({ split }) => mayWrite(rt, identity, patchOf(split), signal))),
  ]);
  const splits = found.map(({ split }, index) =>
    toSplitDto(
      split,
      observed.bySplit.get(split.id) ?? null,
      writable[index] ?? { allowed: false, reason: null },
      scope,
    ),
  );
  return { splits, source: observed.source, warnings: observed.warnings };
}

interface Observed {
  readonly bySplit: ReadonlyMap<string, SplitObservation>;
  readonly source: SourceStatus;
  readonly warnings: readonly Warning[];
}

async function observe(
  rt: Runtime,
  found: readonly FoundSplit[],
  signal: AbortSignal,
): Promise<Observed> {
  const { prometheus, now } = rt;
  const bySplit = new Map<string, SplitObservation>();
  if (prometheus === null) return { bySplit, source: sourceOff('prometheus'), warnings: [] };
  let source = sourceFrom('prometheus', { loadedAt: now(), staleBecause: null }, now());
  const warnings: Warning[] = [];
  const splits = found.map(({ split }) => split);
  if (splits.length === 0) return { bySplit, source, warnings };
  for (const mesh of await presentNow(rt, signal)) {
    try {
      const windowSeconds = OBSERVED_WINDOW_SECONDS;
      const queries = mesh.observationQueries(windowSeconds);
      const live = { key: `observe ${mesh.id}`, queries, windowSeconds };
      const answer = await runLive(rt, prometheus, live, signal);
      for (const observation of mesh.observe(splits, answer.value.answers)) {
        const known = bySplit.get(observation.splitId);
        if (known === undefined || toldApart(observation) > toldApart(known)) {
          bySplit.set(observation.splitId, observation);
        }
      }
      source = sourceFrom('prometheus', answer, now(), answer.value.failedKeys.length > 0);
      warnings.push(...answer.value.warnings);
    } catch (error) {
      signal.throwIfAborted();
      source = sourceDown('prometheus', error);
    }
  }
  return { bySplit, source, warnings };
}

/** The meshes that report anything; all of them while that cannot be asked. */
async function presentNow(
  { prometheus, meshes, caches, dataNow }: Runtime,
  signal: AbortSignal,
): Promise<readonly MeshAdapter[]> {
  if (prometheus === null) return [];
  const moment = { atMs: dataNow(), pinned: false };
  try {
    return await presentMeshes(
      { prometheus, meshes, caches },
      moment,
      OBSERVED_WINDOW_SECONDS,
      signal,
    );
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof UpstreamError)) throw error;
    return meshes;
  }
}

/** How many targets an observation speaks of: of several meshes the one that tells most is shown. */
function toldApart({ targets }: SplitObservation): number {
  return targets.filter((target) => target !== null).length;
}

/** The right that a change of a split takes. */
function patchOf({ carrier: { group, plural, namespace } }: Split): AccessQuestion {
  return { verb: 'patch', group, plural, namespace };
}
