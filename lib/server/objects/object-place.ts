import 'server-only';
import type { KubeObject } from '@/lib/domain/kube-object';
import { parseObjectId, type ObjectRef } from '@/lib/domain/object-ref';
import { meshKindOf, type MeshKind } from '@/lib/mesh/mesh-kinds';
import type { Identity } from '@/lib/server/access/identity';
import { mayRead, type Scope } from '@/lib/server/access/scope';
import { loadObjects } from '@/lib/server/objects/load-objects';
import { ProblemError } from '@/lib/server/problem';
import type { Runtime } from '@/lib/server/runtime';
import { scopeFor } from '@/lib/server/scope-for';
import { UpstreamError } from '@/lib/upstream/error';
import type { ServedKind } from '@/lib/upstream/kubernetes/types';

/** Where an object is, or would be. */
export interface ObjectPlace {
  readonly id: string;
  readonly ref: ObjectRef;
  readonly meshKind: MeshKind;
  readonly served: ServedKind;
  readonly scope: Scope;
}

/**
 * Finds the place that an id names: of a kind of some mesh that the cluster serves, in a namespace that the person
 * may read.
 *
 * @throws ProblemError `invalid-request` for what is no id; `not-found` for everything else.
 */
export async function objectPlace(
  rt: Runtime,
  identity: Identity,
  id: string,
  signal: AbortSignal,
): Promise<ObjectPlace> {
  const ref = parseObjectId(id);
  if (ref === null)
    throw new ProblemError('invalid-request', { detail: 'Not the id of an object.' });
  const meshKind = meshKindOf(rt.meshes, ref);
  if (meshKind === null) {
    throw new ProblemError('not-found', { detail: 'No mesh has objects of this kind.' });
  }
  const { reader } = identity;
  if (reader === null) throw new ProblemError('not-configured', { detail: 'Set KUBECONFIG.' });
  const scope = await scopeFor(rt, identity, signal);
  if (!isWithin(rt, scope, ref)) throw noObject();
  const served = await reader.resolve(meshKind.kind, signal);
  if (served === null) {
    throw new ProblemError('not-found', { detail: 'The cluster does not serve this kind.' });
  }
  return { id, ref, meshKind, served, scope };
}

function isWithin({ config }: Runtime, scope: Scope, { namespace }: ObjectRef): boolean {
  return namespace === '' ? config.namespaces === null : mayRead(scope, namespace);
}

/** The problem of an object that is not there, or not for this person. */
export function noObject(): ProblemError {
  return new ProblemError('not-found', { detail: 'There is no such object that you may read.' });
}

/** What objects of a kind say in `apiVersion`. */
export function apiVersionOf({ group, version }: ServedKind): string {
  return group === '' ? version : `${group}/${version}`;
}

/** The namespace as the Kubernetes client wants it. */
export function namespaceOf({ ref }: ObjectPlace): string | undefined {
  return ref.namespace === '' ? undefined : ref.namespace;
}

/**
 * The object at a place; null when there is none. Who may write gets it fresh from the API server. Who may not gets
 * it from the lists, which is as good for looking, and which takes no right that they do not have anyway.
 *
 * @throws UpstreamError
 */
export async function readAt(
  rt: Runtime,
  identity: Identity,
  place: ObjectPlace,
  signal: AbortSignal,
): Promise<KubeObject | null> {
  const { reader, writer } = identity;
  const { ref, served, scope } = place;
  if (reader === null || writer === null) {
    const { store } = await loadObjects(rt, identity, scope, signal);
    const found = store
      .list(ref)
      .find(
        ({ metadata }) =>
          metadata.name === ref.name && (metadata.namespace ?? '') === ref.namespace,
      );
    return found ?? null;
  }
  try {
    return await reader.get(served, namespaceOf(place), ref.name, signal);
  } catch (error) {
    if (error instanceof UpstreamError && error.failure === 'not-found') return null;
    throw error;
  }
}
