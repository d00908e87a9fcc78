import 'server-only';
import type { SplitDto } from '@/lib/contract/splits';
import { resourceKey, type KubeObject, type ResourceKind } from '@/lib/domain/kube-object';
import type { Change, Split, SplitIntent } from '@/lib/domain/split';
import type { MeshAdapter, ObjectStore } from '@/lib/mesh/adapter';
import type { Identity, KubernetesReader } from '@/lib/server/access/identity';
import type { Scope } from '@/lib/server/access/scope';
import type { Attempt } from '@/lib/server/changes/audit';
import type { ExactWrite } from '@/lib/server/changes/send-write';
import { loadObjects, noticeChange } from '@/lib/server/objects/load-objects';
import { ProblemError } from '@/lib/server/problem';
import type { Runtime } from '@/lib/server/runtime';
import { scopeFor } from '@/lib/server/scope-for';
import { describeSplits, splitsIn } from '@/lib/server/splits/read-splits';
import { auditedSplit } from '@/lib/server/splits/split-dto';
import { noSplit } from '@/lib/server/use-cases/load-splits';
import type { ServedKind } from '@/lib/upstream/kubernetes/types';

/** An intent that has been made exact on the object as it is at this moment. */
export interface PreparedChange {
  readonly change: Change;
  readonly mesh: MeshAdapter;
  /** As it was just read. */
  readonly split: Split;
  readonly kind: ServedKind;
  readonly scope: Scope;
  readonly store: ObjectStore;
}

/**
 * Reads the object of a split anew, under the person's identity, and turns an intent into a change of it.
 *
 * @throws ProblemError `not-found`; `conflict`, with the split as it is now, when the object is no longer the
 *   one the person looked at; `refused`, with the rule, when the mesh would not take the weights.
 */
export async function prepareChange(
  rt: Runtime,
  identity: Identity,
  id: string,
  intent: SplitIntent,
  signal: AbortSignal,
  attempt: Attempt,
): Promise<PreparedChange> {
  const { reader } = identity;
  if (reader === null) throw new ProblemError('not-configured', { detail: 'Set KUBECONFIG.' });
  const scope = await scopeFor(rt, identity, signal);
  const { store } = await loadObjects(rt, identity, scope, signal);
  const known = splitsIn(rt, store).find(({ split }) => split.id === id);
  if (known === undefined) throw noSplit();
  attempt.saw(auditedSplit(known.split));

  const { object, kind } = await readCarrier(reader, known.split, signal);
  const fresh = withObject(store, known.split, object);
  const found = splitsIn(rt, fresh).find(({ split }) => split.id === id);
  if (found !== undefined) attempt.saw(auditedSplit(found.split));
  const isSame = found !== undefined && object.metadata.resourceVersion === intent.resourceVersion;
  if (!isSame) {
    await noticeChange(rt, identity, scope, watchedKind(kind), object);
    throw await conflictOf(rt, identity, id, scope, fresh, signal);
  }

  const change = found.mesh.changeSplit(found.split, object, intent);
  if (!change.ok) {
    throw new ProblemError('refused', { rule: change.error.rule, detail: change.error.message });
  }
  return { ...found, change: change.value, kind, scope, store: fresh };
}

/** What is sent to the API server for a change of a split. */
export function exactWriteOf({ change, kind }: PreparedChange): ExactWrite {
  const { carrier, patch } = change;
  return { kind, namespace: carrier.namespace, name: carrier.name, verb: 'patch', patch };
}

/** A served kind as the caches of objects know it. */
export function watchedKind({ version, ...kind }: ServedKind): ResourceKind {
  return { ...kind, versions: [version] };
}

/** Reads the object that carries a split, not from a cache. */
export async function readCarrier(
  reader: KubernetesReader,
  { carrier }: Split,
  signal: AbortSignal,
): Promise<{ readonly object: KubeObject; readonly kind: ServedKind }> {
  const { group, version, plural, kind: name } = carrier;
  const kind = await reader.resolve({ group, plural, kind: name, versions: [version] }, signal);
  if (kind === null) throw noSplit();
  const object = await reader.get(kind, carrier.namespace, carrier.name, signal);
  return { object, kind };
}

/** The problem of a change made on an object that is no longer the same. */
export async function conflictOf(
  rt: Runtime,
  identity: Identity,
  id: string,
  scope: Scope,
  fresh: ObjectStore,
  signal: AbortSignal,
): Promise<ProblemError> {
  const current = await describeOne(rt, identity, id, scope, fresh, signal);
  const detail =
    current === null
      ? 'The object was changed, and this choice is no longer in it.'
      : 'The object was changed since you read it. Nothing was written.';
  return new ProblemError('conflict', { detail, current });
}

/** One split of a store as the API gives it; null when it is not there. */
export async function describeOne(
  rt: Runtime,
  identity: Identity,
  id: string,
  scope: Scope,
  store: ObjectStore,
  signal: AbortSignal,
): Promise<SplitDto | null> {
  const found = splitsIn(rt, store).filter(({ split }) => split.id === id);
  const { splits } = await describeSplits(rt, identity, scope, found, signal);
  return splits[0] ?? null;
}

/** The same store with one object as it is now. */
export function withObject(
  store: ObjectStore,
  { carrier }: Split,
  object: KubeObject,
): ObjectStore {
  const { namespace, name } = carrier;
  const isIt = ({ metadata }: KubeObject) =>
    metadata.namespace === namespace && metadata.name === name;
  return {
    has: (kind) => store.has(kind),
    list: (kind) => {
      const objects = store.list(kind);
      if (resourceKey(kind) !== resourceKey(carrier)) return objects;
      return objects.map((each) => (isIt(each) ? object : each));
    },
  };
}
