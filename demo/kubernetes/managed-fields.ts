import {
  arrayAt,
  definedKeys,
  isObject,
  objectAt,
  sameJson,
  stringAt,
  withKey,
  type Json,
  type JsonObject,
} from './json';

/** Who writes, and when. */
export interface Author {
  readonly manager: string;
  readonly now: Date;
}

/** Metadata that the server itself keeps, which belongs to no manager. */
const OWN = ['managedFields', 'resourceVersion', 'generation', 'uid', 'creationTimestamp'];
const IDENTITY = ['name', 'namespace'];

/**
 * Notes in `managedFields` which fields a manager changed, and takes them from the managers before.
 * Lists belong to one manager as a whole, as they do in custom resources.
 */
export function recordManager(
  before: JsonObject | undefined,
  after: JsonObject,
  { manager, now }: Author,
): JsonObject {
  const changed = changedFields(ownable(before ?? {}), ownable(after));
  if (definedKeys(changed).length === 0) return after;
  const entries = arrayAt(after, 'metadata', 'managedFields').filter(isObject);
  const mine = entries.find((entry) => entry.manager === manager && entry.operation === 'Update');
  const others = entries
    .filter((entry) => entry !== mine)
    .map((entry) => withKey(entry, 'fieldsV1', without(objectAt(entry, 'fieldsV1'), changed)))
    .filter((entry) => definedKeys(objectAt(entry, 'fieldsV1')).length > 0);
  const updated: JsonObject = {
    ...{ manager, operation: 'Update', apiVersion: stringAt(after, 'apiVersion') },
    ...{ time: now.toISOString().replace(/\.\d+Z$/, 'Z'), fieldsType: 'FieldsV1' },
    fieldsV1: union(objectAt(mine, 'fieldsV1'), changed),
  };
  const metadata = withKey(objectAt(after, 'metadata'), 'managedFields', [...others, updated]);
  return withKey(after, 'metadata', metadata);
}

function ownable(object: JsonObject): JsonObject {
  const metadata = leaveOut(objectAt(object, 'metadata'), [...OWN, ...IDENTITY]);
  return withKey(leaveOut(object, ['apiVersion', 'kind']), 'metadata', metadata);
}

function leaveOut(object: JsonObject, keys: readonly string[]): JsonObject {
  return keys.reduce<JsonObject>((rest, key) => withKey(rest, key, undefined), object);
}

function changedFields(before: Json | undefined, after: JsonObject): JsonObject {
  const old = isObject(before) ? before : {};
  return Object.fromEntries(
    definedKeys(after).flatMap((key): (readonly [string, Json])[] => {
      const value = after[key];
      if (sameJson(old[key], value)) return [];
      if (!isObject(value)) return [[`f:${key}`, {}]];
      const inner = changedFields(old[key], value);
      return definedKeys(inner).length > 0 ? [[`f:${key}`, inner]] : [];
    }),
  );
}

function union(a: JsonObject, b: JsonObject): JsonObject {
  return definedKeys(b).reduce(
    (merged, key) => withKey(merged, key, union(objectAt(a, key), objectAt(b, key))),
    a,
  );
}

function without(fields: JsonObject, taken: JsonObject): JsonObject {
  return definedKeys(taken).reduce((rest, key) => {
    if (!Object.hasOwn(rest, key)) return rest;
    const inner = without(objectAt(rest, key), objectAt(taken, key));
    return withKey(rest, key, definedKeys(inner).length > 0 ? inner : undefined);
  }, fields);
}
