import 'server-only';
import type {
  ListedObject,
  ObjectAnswer,
  ObjectDto,
  Objects,
  ObjectSchemaAnswer,
  ObjectsQuery,
  ObjectSummary,
} from '@/lib/contract/objects';
import type { KubeObject } from '@/lib/domain/kube-object';
import { meshKinds } from '@/lib/mesh/mesh-kinds';
import type { Identity } from '@/lib/server/access/identity';
import { mayWrite } from '@/lib/server/changes/may-write';
import { loadObjects } from '@/lib/server/objects/load-objects';
import { toObjectDto, toObjectSummary } from '@/lib/server/objects/object-dto';
import { NOT_OURS } from '@/lib/server/objects/only-annotations';
import {
  apiVersionOf,
  namespaceOf,
  noObject,
  objectPlace,
  readAt,
  type ObjectPlace,
} from '@/lib/server/objects/object-place';
import { referenceGraph, type ReferenceGraph } from '@/lib/server/objects/reference-graph';
import type { Runtime } from '@/lib/server/runtime';
import { scopeFor } from '@/lib/server/scope-for';
import { sourceFrom } from '@/lib/server/sources';

/** Every object of every mesh that a person may read, in the given namespaces and in none. */
export async function loadMeshObjects(
  rt: Runtime,
  identity: Identity,
  { namespaces }: ObjectsQuery,
  signal: AbortSignal,
): Promise<Objects> {
  const scope = await scopeFor(rt, identity, signal);
  const { store, source, warnings } = await loadObjects(rt, identity, scope, signal);
  const wanted = new Set(['', ...namespaces]);
  const isWanted = ({ metadata }: KubeObject) =>
    namespaces.length === 0 || wanted.has(metadata.namespace ?? '');
  const graph = referenceGraph(rt, store, scope);
  return {
    at: rt.now(),
    objects: meshKinds(rt.meshes).flatMap((meshKind) =>
      store
        .list(meshKind.kind)
        .filter(isWanted)
        .map((object) => withCounts(toObjectSummary(object, meshKind), graph)),
    ),
    sources: [source],
    warnings: [...scope.warnings, ...warnings],
  };
}

function withCounts(object: ObjectSummary, graph: ReferenceGraph): ListedObject {
  const to = graph.to(object.id);
  const missing = to.filter(({ exists }) => exists === false).length;
  const references = { to: to.length, from: graph.from(object.id).length, missing };
  return { ...object, references };
}

/**
 * One object with what is in it.
 *
 * @throws ProblemError `invalid-request`, or `not-found` when there is none that the person may read.
 */
export async function loadMeshObject(
  rt: Runtime,
  identity: Identity,
  id: string,
  signal: AbortSignal,
): Promise<ObjectAnswer> {
  const place = await objectPlace(rt, identity, id, signal);
  const object = await readAt(rt, identity, place, signal);
  if (object === null) throw noObject();
  const now = rt.now();
  return {
    at: now,
    object: await describeObject(rt, identity, place, object, signal),
    sources: [sourceFrom('kubernetes', { loadedAt: now, staleBecause: null }, now)],
    warnings: [...place.scope.warnings],
  };
}

/** An object in the words of the API, with what this person may do to it. */
export async function describeObject(
  rt: Runtime,
  identity: Identity,
  place: ObjectPlace,
  object: KubeObject,
  signal: AbortSignal,
): Promise<ObjectDto> {
  const { group, plural, name } = place.ref;
  const where = { group, plural, namespace: namespaceOf(place), name };
  const [change, remove, { store }] = await Promise.all([
    mayWrite(rt, identity, { verb: 'patch', ...where }, signal),
    mayWrite(rt, identity, { verb: 'delete', ...where }, signal),
    loadObjects(rt, identity, place.scope, signal),
  ]);
  const graph = referenceGraph(rt, store, place.scope);
  return toObjectDto(object, place.meshKind, {
    writable: {
      change,
      remove:
        place.meshKind.annotations === undefined ? remove : { allowed: false, reason: NOT_OURS },
    },
    references: { to: [...graph.to(place.id)], from: [...graph.from(place.id)] },
  });
}

/** How long a schema is used again: a definition that was changed shows up after that. */
const SCHEMA_TTL_MS = 5 * 60_000;

/** The schema of an object's kind, whether or not there is such an object. Fails as `loadMeshObject` does. */
export async function loadObjectSchema(
  rt: Runtime,
  identity: Identity,
  id: string,
  signal: AbortSignal,
): Promise<ObjectSchemaAnswer> {
  const { served } = await objectPlace(rt, identity, id, signal);
  const { reader } = identity;
  const { kind } = served;
  const apiVersion = apiVersionOf(served);
  if (reader === null) return { apiVersion, schema: null };
  const { value } = await rt.caches.schemas.get(
    `${apiVersion} ${kind}`,
    SCHEMA_TTL_MS,
    signal,
    (shared) => reader.schemaOf(served, shared),
  );
  return { apiVersion, schema: value };
}
