import 'server-only';
import { countBy, labelled, or } from '@/lib/domain/promql';
import { epochMs } from '@/lib/domain/units';
import type { MeshAdapter } from '@/lib/mesh/adapter';
import type { AnswerCache } from '@/lib/server/cache/answer-cache';
import type { PrometheusClient } from '@/lib/upstream/prometheus/client';

/** A mesh does not come or go from one refresh to the next. */
const TTL_MS = 60_000;

const LABEL = 'mesh';

export interface PresenceOptions {
  readonly prometheus: PrometheusClient;
  readonly meshes: readonly MeshAdapter[];
  readonly caches: { readonly presence: AnswerCache<readonly string[]> };
}

/**
 * Gives the meshes that reported anything at a moment, or one window before it: one query for all of them,
 * kept for a minute, so that a mesh that is absent costs none of its own.
 *
 * @param moment Epoch milliseconds and, for the cache, whether it is now or pinned to the past.
 * @throws UpstreamError when Prometheus does not answer.
 */
export async function presentMeshes(
  { prometheus, meshes, caches }: PresenceOptions,
  moment: { readonly atMs: number; readonly pinned: boolean },
  windowSeconds: number,
  signal: AbortSignal,
): Promise<readonly MeshAdapter[]> {
  const questions = meshes.flatMap((mesh) => {
    const at = (offsetSeconds: number) => {
      const expression = mesh.presence(offsetSeconds);
      return expression === null ? [] : [labelled(countBy([], expression), LABEL, mesh.id)];
    };
    return [...at(0), ...at(windowSeconds)];
  });
  const [first, ...others] = questions;
  if (first === undefined) return meshes;
  const key = `presence ${moment.pinned ? moment.atMs : 'live'} ${windowSeconds}`;
  const { value: ids } = await caches.presence.get(key, TTL_MS, signal, async (shared) => {
    const answer = await prometheus.instant(or(first, ...others), epochMs(moment.atMs), shared);
    return answer.samples.map(({ labels }) => labels.get(LABEL) ?? '');
  });
  return meshes.filter((mesh) => mesh.presence(0) === null || ids.includes(mesh.id));
}
