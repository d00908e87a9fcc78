import 'server-only';
import type { KubeObject, ResourceKind } from '@/lib/domain/kube-object';
import { UpstreamError, type UpstreamFailure } from '@/lib/upstream/error';
import { createBackoff } from '@/lib/upstream/kubernetes/backoff';
import type { KubernetesClient } from '@/lib/upstream/kubernetes/client';
import { createObjectTable } from '@/lib/upstream/kubernetes/object-table';
import { reflect } from '@/lib/upstream/kubernetes/reflect';
import { onAbort } from '@/lib/upstream/on-abort';

export interface ObjectCacheOptions {
  readonly client: KubernetesClient;
  readonly kind: ResourceKind;
  /** Absent: the whole cluster. */
  readonly namespace?: string | undefined;
  /** Longest pause between two attempts; tests shorten it. */
  readonly maxBackoffMs?: number | undefined;
  readonly random?: (() => number) | undefined;
}

/**
 * - `starting`: no list yet; `ready`: listed and watching;
 * - `stale`: what it holds is from before the API failed; `absent`: the cluster serves no such kind;
 * - `failed`: nothing could be read so far (see `failure`: `forbidden` and so on).
 * All but `ready` are tried again, with growing pauses.
 */
export interface CacheState {
  readonly status: 'starting' | 'ready' | 'stale' | 'absent' | 'failed';
  /** Epoch milliseconds at which what it holds was last known to be current; null before that. */
  readonly currentAt: number | null;
  readonly failure: UpstreamFailure | null;
  readonly reason: string | null;
}

/** All objects of one kind, kept current by a watch. */
export interface ObjectCache {
  readonly kind: ResourceKind;
  state(): CacheState;
  /** In the order of namespace and name. The same array until something changes. */
  list(): readonly KubeObject[];
  get(namespace: string | undefined, name: string): KubeObject | undefined;
  /** Calls back after every change of the objects or the state. Gives the way to stop it. */
  onChange(listener: () => void): () => void;
  /** Settles at the first state other than `starting`. */
  settled(signal: AbortSignal): Promise<CacheState>;
  close(): void;
}

/** The first pause after a failure. */
const FIRST_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 30_000;

/** Starts listing and watching at once. */
export function createObjectCache(options: ObjectCacheOptions): ObjectCache {
  const { kind } = options;
  const longestMs = options.maxBackoffMs ?? MAX_BACKOFF_MS;
  const random = options.random ?? Math.random;
  const table = createObjectTable();
  const listeners = new Set<() => void>();
  const controller = new AbortController();
  let state: CacheState = { status: 'starting', currentAt: null, failure: null, reason: null };

  function become(next: CacheState): void {
    if (controller.signal.aborted) return;
    state = next;
    for (const listener of [...listeners]) listener();
  }

  void reflect({
    client: options.client,
    kind,
    namespace: options.namespace,
    table,
    pause: createBackoff(
      { firstMs: Math.min(FIRST_BACKOFF_MS, longestMs), longestMs, random },
      controller.signal,
    ),
    signal: controller.signal,
    onCurrent: () => {
      if (state.status !== 'ready') become(fine('ready'));
    },
    onAbsent: () => become(fine('absent')),
    onChanged: () => become(state),
    onFailed: (error) => become(failed(state, error)),
  });

  return {
    kind,
    state: () => (state.status === 'ready' ? { ...state, currentAt: Date.now() } : state),
    list: () => table.list(),
    get: (namespace, name) => table.get(namespace, name),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    settled: (waiting) => settled(() => state, listeners, waiting),
    close() {
      controller.abort();
      listeners.clear();
    },
  };
}

function fine(status: 'ready' | 'absent'): CacheState {
  return { status, currentAt: Date.now(), failure: null, reason: null };
}

function failed(before: CacheState, error: unknown): CacheState {
  const currentAt = before.status === 'ready' ? Date.now() : before.currentAt;
  return {
    status: currentAt === null ? 'failed' : 'stale',
    currentAt,
    failure: error instanceof UpstreamError ? error.failure : 'unavailable',
    reason: error instanceof UpstreamError ? (error.body?.message ?? error.detail) : String(error),
  };
}

async function settled(
  stateNow: () => CacheState,
  listeners: Set<() => void>,
  waiting: AbortSignal,
): Promise<CacheState> {
  if (stateNow().status !== 'starting') return stateNow();
  await new Promise<void>((resolve) => {
    const end = () => {
      listeners.delete(end);
      stopListening();
      resolve();
    };
    const stopListening = onAbort(waiting, end);
    listeners.add(end);
  });
  waiting.throwIfAborted();
  return stateNow();
}
