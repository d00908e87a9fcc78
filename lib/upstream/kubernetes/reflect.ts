import 'server-only';
import type { ResourceKind } from '@/lib/domain/kube-object';
import { UpstreamError, type UpstreamFailure } from '@/lib/upstream/error';
import type { Backoff } from '@/lib/upstream/kubernetes/backoff';
import type { KubernetesClient } from '@/lib/upstream/kubernetes/client';
import type { ObjectTable } from '@/lib/upstream/kubernetes/object-table';
import type { ServedKind } from '@/lib/upstream/kubernetes/types';

/** What the loop works on, and whom it tells. */
export interface Reflection {
  readonly client: KubernetesClient;
  readonly kind: ResourceKind;
  readonly namespace: string | undefined;
  readonly table: ObjectTable;
  readonly pause: Backoff;
  readonly signal: AbortSignal;
  /** The table is what the cluster has, as of now. */
  readonly onCurrent: () => void;
  /** An object of the table changed. */
  readonly onChanged: () => void;
  /** The cluster serves no such kind. */
  readonly onAbsent: () => void;
  readonly onFailed: (error: unknown) => void;
}

/** A watch that lasts less was ended for a reason that will still be there. */
const SHORT_WATCH_MS = 1_000;

/**
 * After these a watch cannot go on from where it was, or may never tell: what lies between may pass on nothing
 * until there is more, so that one that was silent (`timeout`) is not asked again before all is listed.
 */
const LIST_AGAIN: ReadonlySet<UpstreamFailure> = new Set([
  'gone',
  'not-found',
  'forbidden',
  'malformed',
  'rejected',
  'timeout',
]);

/**
 * Keeps a table equal to what the cluster has: lists, watches from there, and lists again when the watch
 * cannot go on. Ends with the signal, and only then.
 */
export async function reflect(reflection: Reflection): Promise<void> {
  const { table, pause, signal, onAbsent, onFailed } = reflection;
  while (!signal.aborted) {
    try {
      const listed = await list(reflection);
      if (listed === null) {
        table.reset([]);
        onAbsent();
        await pause.longest();
      } else {
        const started = performance.now();
        await follow(reflection, listed.served, listed.from);
        // What was followed for a while has only grown too old: it is listed again at once.
        if (isLong(started)) pause.reset();
        else await pause.next();
      }
    } catch (error) {
      onFailed(error);
      await pause.next(retryAfterMs(error));
    }
  }
}

async function list(reflection: Reflection) {
  const { client, kind, namespace, table, signal, onCurrent, onChanged } = reflection;
  const served = await client.resolve(kind, signal);
  if (served === null) return null;
  const { items, resourceVersion } = await client.list(served, namespace, signal);
  table.reset(items);
  onCurrent();
  onChanged();
  return { served, from: resourceVersion };
}

/** Watches again and again, until a watch cannot go on from where the last one ended. */
async function follow(reflection: Reflection, served: ServedKind, from: string): Promise<void> {
  const { pause, signal, onFailed } = reflection;
  const position = { version: from };
  while (!signal.aborted) {
    const started = performance.now();
    try {
      await watch(reflection, served, position);
      if (!isLong(started)) await pause.next();
    } catch (error) {
      const failure = error instanceof UpstreamError ? error.failure : null;
      // A version that is too old is no failure of the upstream: its history is only so long.
      if (failure !== 'gone') onFailed(error);
      if (failure !== null && LIST_AGAIN.has(failure)) return;
      await pause.next(retryAfterMs(error));
    }
    if (isLong(started)) pause.reset();
  }
}

/** Applies the events of one watch, and keeps the version to go on from, also when it fails. */
async function watch(
  { client, namespace, table, signal, onCurrent, onChanged }: Reflection,
  served: ServedKind,
  position: { version: string },
): Promise<void> {
  for await (const event of client.watch(served, namespace, position.version, signal)) {
    if (event.type === 'bookmark') {
      position.version = event.resourceVersion;
      onCurrent();
    } else {
      position.version = event.object.metadata.resourceVersion ?? position.version;
      const remove = event.type === 'deleted';
      if (remove ? table.remove(event.object) : table.put(event.object)) onChanged();
    }
  }
}

function isLong(started: number): boolean {
  return performance.now() - started >= SHORT_WATCH_MS;
}

function retryAfterMs(error: unknown): number | undefined {
  return error instanceof UpstreamError ? error.retryAfterMs : undefined;
}
