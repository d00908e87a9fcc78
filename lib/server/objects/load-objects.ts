import 'server-only';
import type { SourceStatus, Warning } from '@/lib/contract/common';
import { resourceKey, type KubeObject, type ResourceKind } from '@/lib/domain/kube-object';
import type { ObjectStore } from '@/lib/mesh/adapter';
import type { Reach } from '@/lib/mesh/checks/engine';
import { NAMESPACES } from '@/lib/mesh/core-kinds';
import type { Identity } from '@/lib/server/access/identity';
import { mayRead, type Scope } from '@/lib/server/access/scope';
import type { Answer } from '@/lib/server/cache/answer-cache';
import { isNamespaceKind, listObjects, type ListedKind } from '@/lib/server/objects/list-objects';
import { reachOf } from '@/lib/server/objects/reach';
import { readWatches, watchFor } from '@/lib/server/objects/read-watches';
import type { Runtime } from '@/lib/server/runtime';
import { sourceDown, sourceFrom, sourceOff } from '@/lib/server/sources';
import { UpstreamError } from '@/lib/upstream/error';

/** The kinds that every mesh needs. */
export const CORE_KINDS: readonly ResourceKind[] = [
  NAMESPACES,
  { group: '', plural: 'pods', kind: 'Pod', versions: ['v1'] },
  { group: '', plural: 'services', kind: 'Service', versions: ['v1'] },
  { group: 'apps', plural: 'deployments', kind: 'Deployment', versions: ['v1'] },
];

/** What could be read of the cluster, and what that says about the source. */
export interface Objects {
  readonly store: ObjectStore;
  /** Of what is not in the store, what is known not to be there. */
  readonly reach: Reach;
  readonly source: SourceStatus;
  readonly warnings: readonly Warning[];
  /** The keys of the kinds that were read in every namespace of the scope. */
  readonly readable: readonly string[];
}

/** A person's own lists are this old at most, so that a change shows while nothing is listed in a loop. */
const LIST_TTL_MS = 5000;

/** Namespaces change rarely; without the right to list them, each costs a request of its own. */
const NAMESPACES_BY_NAME_TTL_MS = 30_000;

/**
 * Reads the objects of all meshes and the core kinds that a person may read.
 *
 * With an identity that all share (kubeconfig, anonymous) they come from one watch a kind. With a person's
 * own token they are listed with that token and kept for 5 s: whoever may read what is then decided by the API
 * server alone, at the cost of a list per person. A kind that cannot be read is missing, with a warning; the
 * others are not.
 */
export async function loadObjects(
  rt: Runtime,
  identity: Identity,
  scope: Scope,
  signal: AbortSignal,
): Promise<Objects> {
  const { reader } = identity;
  if (reader === null) {
    return {
      store: storeOf(new Map()),
      reach: reachOf([], new Map(), scope),
      source: sourceOff('kubernetes'),
      warnings: [],
      readable: [],
    };
  }
  const kinds = kindsOf(rt).filter((kind) => isWithinReach(rt, identity, kind));
  const outcomes = await Promise.allSettled(
    kinds.map((kind) => readKind(rt, identity, kind, scope, signal)),
  );
  signal.throwIfAborted();

  const lists = new Map<string, ListedKind>();
  const answers: Answer<ListedKind>[] = [];
  const failures: UpstreamError[] = [];
  for (const [index, outcome] of outcomes.entries()) {
    const kind = kinds[index];
    if (kind === undefined) continue;
    if (outcome.status === 'fulfilled') {
      lists.set(resourceKey(kind), withinScope(outcome.value.value, scope));
      answers.push(outcome.value);
    } else if (outcome.reason instanceof UpstreamError) {
      failures.push(outcome.reason);
    } else {
      throw outcome.reason;
    }
  }
  return {
    store: storeOf(lists),
    reach: reachOf(kinds, lists, scope),
    source: sourceOf(answers, failures, rt.now()),
    warnings: deniedWarnings(kinds, lists),
    readable: [...lists].flatMap(([key, { served, denied }]) => (served && !denied ? [key] : [])),
  };
}

/** All kinds that are read, each once. */
export function kindsOf({ meshes }: Pick<Runtime, 'meshes'>): readonly ResourceKind[] {
  const kinds = [...CORE_KINDS, ...meshes.flatMap((mesh) => mesh.kinds)];
  return [...new Map(kinds.map((kind) => [resourceKey(kind), kind])).values()];
}

/** Whether a console or a reader that is kept to some namespaces can know anything of a kind. */
function isWithinReach(
  { config }: Runtime,
  { onlyNamespaces }: Identity,
  kind: ResourceKind,
): boolean {
  const isKept = config.namespaces !== null || onlyNamespaces !== null;
  return !isKept || kind.clusterScoped !== true || isNamespaceKind(kind);
}

async function readKind(
  rt: Runtime,
  identity: Identity,
  kind: ResourceKind,
  scope: Scope,
  signal: AbortSignal,
): Promise<Answer<ListedKind>> {
  const watched = identity.shared ? await readWatches(rt, kind, scope.namespaces, signal) : null;
  if (watched !== null) return watched;
  const { reader } = identity;
  if (reader === null) throw new TypeError('an identity without a reader lists nothing');
  const byName = isNamespaceKind(kind) && !scope.all;
  const ttlMs = byName ? NAMESPACES_BY_NAME_TTL_MS : LIST_TTL_MS;
  return rt.caches.objects.get(listKey(identity, scope, kind), ttlMs, signal, (shared) =>
    listObjects(reader, kind, scope, shared),
  );
}

function listKey(
  { key }: Identity,
  scope: Scope,
  kind: Pick<ResourceKind, 'group' | 'plural'>,
): string {
  return `${key} ${scope.key} ${resourceKey(kind)}`;
}

/** How long a writer waits for the watch to tell of the write. */
const SEEN_WITHIN_MS = 1000;

/**
 * Makes sure that what this identity reads next holds an object as it is now: drops its list, and waits a
 * moment for the watch.
 */
export async function noticeChange(
  rt: Runtime,
  identity: Identity,
  scope: Scope,
  kind: ResourceKind,
  { metadata }: KubeObject,
): Promise<void> {
  const { namespace, name, resourceVersion } = metadata;
  const isSeen = (seen: KubeObject | undefined) =>
    seen?.metadata.resourceVersion === resourceVersion;
  await untilSeen(rt, identity, scope, kind, { namespace, name }, isSeen);
}

/** The same for an object that was removed. */
export async function noticeRemoval(
  rt: Runtime,
  identity: Identity,
  scope: Scope,
  kind: ResourceKind,
  where: Where,
): Promise<void> {
  await untilSeen(rt, identity, scope, kind, where, (seen) => seen === undefined);
}

type Where = Pick<KubeObject['metadata'], 'namespace' | 'name'>;

async function untilSeen(
  rt: Runtime,
  identity: Identity,
  scope: Scope,
  kind: ResourceKind,
  { namespace, name }: Where,
  isSeen: (seen: KubeObject | undefined) => boolean,
): Promise<void> {
  rt.caches.objects.forget(listKey(identity, scope, kind));
  if (!identity.shared || rt.kubernetes === null) return;
  const watch = watchFor(rt, rt.kubernetes, kind, namespace);
  const isDone = () => isSeen(watch.get(namespace, name));
  await new Promise<void>((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(finish, SEEN_WITHIN_MS);
    const stop = watch.onChange(() => isDone() && finish());
    if (isDone()) finish();
  });
}

function withinScope(list: ListedKind, scope: Scope): ListedKind {
  if (scope.all) return list;
  const isReadable = ({ kind, metadata }: KubeObject) =>
    mayRead(scope, metadata.namespace ?? (kind === 'Namespace' ? metadata.name : ''));
  return { ...list, objects: list.objects.filter(isReadable) };
}

function storeOf(lists: ReadonlyMap<string, ListedKind>): ObjectStore {
  return {
    list: (kind) => lists.get(resourceKey(kind))?.objects ?? [],
    has: (kind) => lists.get(resourceKey(kind))?.served ?? false,
  };
}

function sourceOf(
  answers: readonly Answer<ListedKind>[],
  failures: readonly UpstreamError[],
  nowMs: number,
): SourceStatus {
  const [failure] = failures;
  const oldest = answers.toSorted((a, b) => a.loadedAt - b.loadedAt)[0];
  if (oldest === undefined) return sourceDown('kubernetes', failure);
  const stale = answers.find(({ staleBecause }) => staleBecause !== null) ?? oldest;
  const status = sourceFrom('kubernetes', stale, nowMs);
  return failure === undefined || status.state === 'stale'
    ? status
    : { ...status, state: 'partial', reason: 'Some kinds of objects could not be read.' };
}

function deniedWarnings(
  kinds: readonly ResourceKind[],
  lists: ReadonlyMap<string, ListedKind>,
): Warning[] {
  const denied = kinds.filter((kind) => lists.get(resourceKey(kind))?.denied === true);
  if (denied.length === 0) return [];
  const names = denied.map(({ kind }) => kind).join(', ');
  return [
    {
      code: 'objects-denied',
      message: `You may not read these everywhere, so some may be missing: ${names}.`,
    },
  ];
}
