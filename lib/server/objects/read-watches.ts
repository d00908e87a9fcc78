import 'server-only';
import type { ResourceKind } from '@/lib/domain/kube-object';
import type { Answer } from '@/lib/server/cache/answer-cache';
import type { ListedKind } from '@/lib/server/objects/list-objects';
import type { Runtime } from '@/lib/server/runtime';
import { UpstreamError } from '@/lib/upstream/error';
import type { KubernetesClient } from '@/lib/upstream/kubernetes/client';
import type { CacheState, ObjectCache } from '@/lib/upstream/kubernetes/object-cache';

/**
 * The objects of a kind from watches under our own identity: one of the whole cluster, or one in each
 * namespace where the console is kept to some.
 *
 * @returns Null when there is no such watch: the kind has to be listed.
 * @throws UpstreamError when nothing could be read yet.
 */
export async function readWatches(
  { kubernetes, caches, config, now }: Runtime,
  kind: ResourceKind,
  namespaces: readonly string[],
  signal: AbortSignal,
): Promise<Answer<ListedKind> | null> {
  if (kubernetes === null) return null;
  const watchOf = (namespace?: string) => caches.watches.of(kubernetes, kind, namespace);
  if (config.namespaces === null) {
    const watch = watchOf();
    const state = await watch.settled(signal);
    return isForbidden(state) ? null : joined([{ watch, state }], now());
  }
  if (kind.clusterScoped === true) return null;
  const watched = namespaces.map((namespace) => watchOf(namespace));
  const settled = await Promise.all(
    watched.map(async (watch) => ({ watch, state: await watch.settled(signal) })),
  );
  return joined(settled, now());
}

/** The watch that tells of the changes of an object. */
export function watchFor(
  { caches, config }: Runtime,
  kubernetes: KubernetesClient,
  kind: ResourceKind,
  namespace: string | undefined,
): ObjectCache {
  return caches.watches.of(kubernetes, kind, config.namespaces === null ? undefined : namespace);
}

interface Settled {
  readonly watch: ObjectCache;
  readonly state: CacheState;
}

/** What several watches hold, as old as the oldest of them. */
function joined(all: readonly Settled[], nowMs: number): Answer<ListedKind> {
  const denied = all.some(({ state }) => isForbidden(state));
  const readable = all.filter(({ state }) => !isForbidden(state));
  const failed = readable.filter(({ state }) => state.status === 'failed');
  const [failure] = failed;
  if (failure !== undefined && failed.length === readable.length) throw failureOf(failure.state);
  const late = readable.filter(
    ({ state }) => state.status === 'stale' || state.status === 'failed',
  );
  const ages = late.map(({ state }) => state.currentAt ?? nowMs);
  return {
    value: {
      served: readable.some(({ state }) => state.status !== 'absent') || denied,
      objects: readable.flatMap(({ watch }) => watch.list()),
      denied,
    },
    // A watch that is open is current, however long nothing has changed.
    loadedAt: Math.min(nowMs, ...ages),
    staleBecause: late[0] === undefined ? null : failureOf(late[0].state),
  };
}

function isForbidden({ status, failure }: CacheState): boolean {
  return status === 'failed' && failure === 'forbidden';
}

function failureOf({ failure, reason }: CacheState): UpstreamError {
  return new UpstreamError('kubernetes', failure ?? 'unavailable', reason ?? 'no answer');
}
