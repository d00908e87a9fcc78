import { randomUUID } from 'node:crypto';
import { applyJsonPatch, applyMergePatch, PatchError } from './json-patch';
import {
  arrayAt,
  isArray,
  isObject,
  objectAt,
  sameJson,
  stringAt,
  withKey,
  type Json,
  type JsonObject,
} from './json';
import { recordManager, type Author } from './managed-fields';
import type { ResourcePath } from './request';
import {
  alreadyExists,
  badRequest,
  conflict,
  invalidObject,
  notFound,
  patchRefused,
  resourceVersionMissing,
  unsupportedMediaType,
} from './status';
import { nameOf, namespaceOf, type ObjectStore } from './store';
import { NAMESPACES } from './kinds';
import { checkAdmission, checkSchema } from './validation';

export interface WriteContext {
  readonly store: ObjectStore;
  readonly author: Author;
  readonly dryRun: boolean;
  /** Whether Istio's admission webhook is installed. */
  readonly webhook: boolean;
}

export const JSON_PATCH = 'application/json-patch+json';
export const MERGE_PATCH = 'application/merge-patch+json';

/** Changes an object by a patch of this media type. @throws ApiError */
export function patchObject(
  { kind, namespace, name }: ResourcePath,
  mediaType: string,
  patch: Json,
  context: WriteContext,
): JsonObject {
  const existing = context.store.get(kind, namespace, name);
  if (existing === undefined) throw notFound(kind, name);
  const patched = applyPatch(existing, mediaType, patch);
  if (!isObject(patched)) throw patchRefused();
  return update({ kind, namespace, name, version: '' }, existing, patched, context);
}

/** Refuses media types that the kind does not take: custom resources know no strategic merge. */
export function checkPatchType(mediaType: string): void {
  const accepted = [JSON_PATCH, MERGE_PATCH];
  if (!accepted.includes(mediaType)) {
    throw unsupportedMediaType([...accepted, 'application/apply-patch+yaml']);
  }
}

function applyPatch(existing: JsonObject, mediaType: string, patch: Json): Json {
  if (mediaType === MERGE_PATCH) return applyMergePatch(existing, patch);
  if (!isArray(patch)) {
    const type = 'Go value of type []handlers.jsonPatchOp';
    throw badRequest(
      `error decoding patch: json: cannot unmarshal ${isObject(patch) ? 'object' : typeof patch} into ${type}`,
    );
  }
  try {
    return applyJsonPatch(existing, patch);
  } catch (error) {
    if (error instanceof PatchError) throw patchRefused();
    throw error;
  }
}

/** Puts a whole object in the place of another. @throws ApiError */
export function replaceObject(path: ResourcePath, body: Json, context: WriteContext): JsonObject {
  const existing = context.store.get(path.kind, path.namespace, path.name);
  if (existing === undefined) throw notFound(path.kind, path.name);
  return update(path, existing, writable(path, body), context);
}

function update(
  { kind, namespace, name }: ResourcePath,
  existing: JsonObject,
  wanted: JsonObject,
  context: WriteContext,
): JsonObject {
  if (nameOf(wanted) !== name) {
    throw badRequest(
      `the name of the object (${nameOf(wanted)}) does not match the name on the URL (${name})`,
    );
  }
  if (namespaceOf(wanted) !== namespace) throw namespaceMismatch();
  const revision = stringAt(wanted, 'metadata', 'resourceVersion');
  if (revision === '') throw resourceVersionMissing(kind, name);
  if (revision !== stringAt(existing, 'metadata', 'resourceVersion')) throw conflict(kind, name);

  const next = withServerFields(existing, kind.custom ? withoutNulls(wanted) : wanted);
  checkSchema(kind, next);
  if (context.webhook) checkAdmission(kind, next);
  if (sameJson(next, existing)) return existing;
  const recorded = recordManager(existing, next, context.author);
  return context.dryRun ? recorded : context.store.put(kind, recorded);
}

/** Keeps what only the server sets; a change outside metadata and status is a new generation. */
function withServerFields(existing: JsonObject, wanted: JsonObject): JsonObject {
  const old = objectAt(existing, 'metadata');
  const spec = (object: JsonObject): JsonObject =>
    withKey(withKey(object, 'metadata', undefined), 'status', undefined);
  const typed = { ...wanted, apiVersion: existing.apiVersion, kind: existing.kind };
  const isChanged = !sameJson(spec(existing), spec(typed));
  const generation =
    typeof old.generation === 'number' ? old.generation + (isChanged ? 1 : 0) : undefined;
  const metadata: JsonObject = {
    ...objectAt(wanted, 'metadata'),
    uid: old.uid,
    creationTimestamp: old.creationTimestamp,
    generation,
    managedFields: old.managedFields,
  };
  return { ...typed, metadata: withoutUndefined(metadata) };
}

/** The API server drops a null where the schema of a custom resource does not speak of one. */
function withoutNulls(object: JsonObject): JsonObject {
  const cleaned = (value: Json): Json => {
    if (isArray(value)) return value.map(cleaned);
    return isObject(value) ? withoutNulls(value) : value;
  };
  return Object.fromEntries(
    Object.entries(object).flatMap(([key, value]) =>
      value === null || value === undefined ? [] : [[key, cleaned(value)]],
    ),
  );
}

function withoutUndefined(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

function namespaceMismatch(): Error {
  return badRequest(
    'the namespace of the provided object does not match the namespace sent on the request',
  );
}

const NAME_MISSING = {
  reason: 'FieldValueRequired',
  message: 'Required value: name or generateName is required',
  field: 'metadata.name',
};

function writable({ kind, version, namespace }: ResourcePath, body: Json): JsonObject {
  if (!isObject(body) || stringAt(body, 'kind') === '') {
    const text = JSON.stringify(body);
    throw badRequest(
      `the object provided is unrecognized (must be of type ${kind.kind}): ` +
        `Object 'Kind' is missing in '${text}'`,
    );
  }
  const apiVersion = kind.group === '' ? version : `${kind.group}/${version}`;
  if (stringAt(body, 'kind') !== kind.kind || stringAt(body, 'apiVersion') !== apiVersion) {
    const given = `${stringAt(body, 'apiVersion')}, Kind=${stringAt(body, 'kind')}`;
    throw badRequest(
      `the API version in the data (${given}) does not match the expected API version ` +
        `(${apiVersion}, Kind=${kind.kind})`,
    );
  }
  const metadata = objectAt(body, 'metadata');
  const named = namespace === '' ? metadata : { namespace, ...metadata };
  return { ...body, metadata: named };
}

/** Adds an object. @throws ApiError */
export function createObject(path: ResourcePath, body: Json, context: WriteContext): JsonObject {
  const { kind, namespace } = path;
  const wanted = writable(path, body);
  if (namespaceOf(wanted) !== namespace) throw namespaceMismatch();
  const name = nameOf(wanted);
  if (name === '') throw invalidObject(kind, '', [NAME_MISSING]);
  if (kind.namespaced && context.store.get(NAMESPACES, '', namespace) === undefined) {
    throw notFound(NAMESPACES, namespace);
  }
  if (context.store.get(kind, namespace, name) !== undefined) throw alreadyExists(kind, name);
  const fresh: JsonObject = {
    ...wanted,
    metadata: {
      ...objectAt(wanted, 'metadata'),
      uid: randomUUID(),
      generation: 1,
      creationTimestamp: context.author.now.toISOString().replace(/\.\d+Z$/, 'Z'),
    },
  };
  checkSchema(kind, fresh);
  if (context.webhook) checkAdmission(kind, fresh);
  const recorded = recordManager(undefined, fresh, context.author);
  return context.dryRun ? recorded : context.store.put(kind, recorded);
}

/** Removes an object and gives the Status that says so. @throws ApiError */
export function deleteObject(
  { kind, namespace, name }: ResourcePath,
  options: Json,
  { store, dryRun }: WriteContext,
): JsonObject {
  const existing = store.get(kind, namespace, name);
  if (existing === undefined) throw notFound(kind, name);
  const wanted = stringAt(options, 'preconditions', 'resourceVersion');
  if (wanted !== '' && wanted !== stringAt(existing, 'metadata', 'resourceVersion')) {
    throw conflict(kind, name);
  }
  const isDry = dryRun || arrayAt(options, 'dryRun').includes('All');
  if (!isDry) store.remove(kind, namespace, name);
  const group = kind.group === '' ? undefined : kind.group;
  const uid = stringAt(existing, 'metadata', 'uid');
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { name, group, kind: kind.plural, uid },
  };
}

/** An object as it is served in another of its versions: for these kinds the fields are the same. */
export function inVersion(object: JsonObject, { kind, version }: ResourcePath): JsonObject {
  return withKey(object, 'apiVersion', kind.group === '' ? version : `${kind.group}/${version}`);
}
