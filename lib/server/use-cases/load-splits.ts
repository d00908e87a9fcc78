import 'server-only';
import type { SplitsQuery } from '@/lib/contract/queries';
import type { SplitAnswer, Splits } from '@/lib/contract/splits';
import type { Identity } from '@/lib/server/access/identity';
import { loadObjects } from '@/lib/server/objects/load-objects';
import { ProblemError } from '@/lib/server/problem';
import type { Runtime } from '@/lib/server/runtime';
import { scopeFor } from '@/lib/server/scope-for';
import {
  describeSplits,
  OBSERVED_WINDOW_SECONDS,
  splitsIn,
  startsIn,
} from '@/lib/server/splits/read-splits';

/** The splits that a person may read, with configured weights and observed shares. */
export async function loadSplits(
  rt: Runtime,
  identity: Identity,
  { namespaces }: SplitsQuery,
  signal: AbortSignal,
): Promise<Splits> {
  const scope = await scopeFor(rt, identity, signal);
  const objects = await loadObjects(rt, identity, scope, signal);
  const wanted = new Set(namespaces);
  const found = splitsIn(rt, objects.store).filter(
    ({ split }) => wanted.size === 0 || wanted.has(split.carrier.namespace),
  );
  const described = await describeSplits(rt, identity, scope, found, signal);
  return {
    at: rt.dataNow(),
    observedWindowSeconds: OBSERVED_WINDOW_SECONDS,
    splits: [...described.splits],
    starts: startsIn(rt, objects.store, wanted),
    sources: [objects.source, described.source],
    warnings: [...scope.warnings, ...objects.warnings, ...described.warnings],
  };
}

/**
 * One split.
 *
 * @throws ProblemError `not-found` when there is none of that id that the person may read.
 */
export async function loadSplit(
  rt: Runtime,
  identity: Identity,
  id: string,
  signal: AbortSignal,
): Promise<SplitAnswer> {
  const scope = await scopeFor(rt, identity, signal);
  const objects = await loadObjects(rt, identity, scope, signal);
  const found = splitsIn(rt, objects.store).filter(({ split }) => split.id === id);
  const described = await describeSplits(rt, identity, scope, found, signal);
  const [split] = described.splits;
  if (split === undefined) throw noSplit();
  return {
    at: rt.dataNow(),
    observedWindowSeconds: OBSERVED_WINDOW_SECONDS,
    split,
    sources: [objects.source, described.source],
    warnings: [...scope.warnings, ...objects.warnings, ...described.warnings],
  };
}

/** The problem of a split that is not there, or not for this person. */
export function noSplit(): ProblemError {
  return new ProblemError('not-found', { detail: 'There is no such split that you may read.' });
}
