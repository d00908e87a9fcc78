import 'server-only';
import type { KubeObject, ResourceKind } from '@/lib/domain/kube-object';
import type { UpstreamFailure } from '@/lib/upstream/error';
import type { KubernetesClient } from '@/lib/upstream/kubernetes/client';

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

/** Starts listing and watching at once. */
export function createObjectCache(options: ObjectCacheOptions): ObjectCache {
  throw new Error(`not built yet: ${options.kind.plural}`);
}
