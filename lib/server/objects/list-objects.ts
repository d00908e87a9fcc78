import 'server-only';
import type { KubeObject, ResourceKind } from '@/lib/domain/kube-object';
import type { KubernetesReader } from '@/lib/server/access/identity';
import type { Scope } from '@/lib/server/access/scope';
import { inBatches } from '@/lib/server/cache/in-batches';
import { UpstreamError, type UpstreamFailure } from '@/lib/upstream/error';
import type { ServedKind } from '@/lib/upstream/kubernetes/types';

/** All objects of a kind that one identity may read. */
export interface ListedKind {
  /** Whether the cluster serves the kind at all. */
  readonly served: boolean;
  readonly objects: readonly KubeObject[];
  /** Whether there may be more that may not be read. */
  readonly denied: boolean;
}

/** Lists at a time, for one kind and one person. */
const LISTS_AT_ONCE = 8;

/**
 * Lists the objects of a kind: of the whole cluster when that is allowed, else namespace by namespace. Namespaces
 * themselves are then read by name.
 *
 * @throws UpstreamError for every failure but a refusal.
 */
export async function listObjects(
  reader: KubernetesReader,
  kind: ResourceKind,
  scope: Scope,
  signal: AbortSignal,
): Promise<ListedKind> {
  const served = await reader.resolve(kind, signal);
  if (served === null) return NOT_SERVED;
  const listed = await unlessRefused(['not-found'], () =>
    listServed(reader, served, scope, signal),
  );
  // What was served a moment ago: its definition has just been taken away.
  return listed ?? NOT_SERVED;
}

const NOT_SERVED: ListedKind = { served: false, objects: [], denied: false };

async function listServed(
  reader: KubernetesReader,
  served: ServedKind,
  scope: Scope,
  signal: AbortSignal,
): Promise<ListedKind> {
  const all = scope.all ? await listOrNull(reader, served, undefined, signal) : null;
  if (all !== null) return { served: true, objects: all, denied: false };
  if (isNamespaceKind(served)) return getNamespaces(reader, served, scope, signal);
  if (!served.namespaced) return { served: true, objects: [], denied: true };

  const parts = await inBatches(scope.namespaces, LISTS_AT_ONCE, (namespace) =>
    listOrNull(reader, served, namespace, signal),
  );
  return {
    served: true,
    objects: parts.flatMap((part) => part ?? []),
    denied: parts.includes(null) || parts.length === 0,
  };
}

/** Whether a kind is that of namespaces. */
export function isNamespaceKind({
  group,
  plural,
}: Pick<ResourceKind, 'group' | 'plural'>): boolean {
  return group === '' && plural === 'namespaces';
}

async function getNamespaces(
  reader: KubernetesReader,
  kind: ServedKind,
  { namespaces }: Scope,
  signal: AbortSignal,
): Promise<ListedKind> {
  const found = await inBatches(namespaces, LISTS_AT_ONCE, (name) =>
    unlessRefused(['forbidden', 'not-found'], () => reader.get(kind, undefined, name, signal)),
  );
  return { served: true, objects: found.filter((each) => each !== null), denied: false };
}

async function listOrNull(
  reader: KubernetesReader,
  kind: ServedKind,
  namespace: string | undefined,
  signal: AbortSignal,
): Promise<readonly KubeObject[] | null> {
  const list = await unlessRefused(['forbidden'], () => reader.list(kind, namespace, signal));
  return list?.items ?? null;
}

/** What a call gives; null when it is refused in one of these ways. */
async function unlessRefused<T>(
  refusals: readonly UpstreamFailure[],
  call: () => Promise<T>,
): Promise<T | null> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof UpstreamError && refusals.includes(error.failure)) return null;
    throw error;
  }
}
