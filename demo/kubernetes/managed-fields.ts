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
  const entries = arrayAt(after, 'metadata', 'managedFields').filter(isObject);
  const mine = entries.find((entry) => entry.manager === manager && entry.operation === 'Update');
  const others = entries
    .filter((entry) => entry !== mine)
    .map((entry) => {
      const left = still(objectAt(entry, 'fieldsV1'), after);
      return withKey(entry, 'fieldsV1', without(left, changed));
    })
    .filter((entry) => definedKeys(objectAt(entry, 'fieldsV1')).length > 0);
  const updated: JsonObject = {
    manager,
    operation: 'Update',
    apiVersion: stringAt(after, 'apiVersion'),
    time: now.toISOString().replace(/\.\d+Z$/, 'Z'),
    fieldsType: 'FieldsV1',
    fieldsV1: union(still(objectAt(mine, 'fieldsV1'), after), changed),
  };
  const isEmpty = definedKeys(objectAt(updated, 'fieldsV1')).length === 0;
  const entriesNow = (isEmpty ? others : [...others, updated]).toSorted(byTimeAndManager);
  const metadata = withKey(objectAt(after, 'metadata'), 'managedFields', entriesNow);
  return withKey(after, 'metadata', metadata);
}

function byTimeAndManager(a: JsonObject, b: JsonObject): number {
  const key = (entry: JsonObject): string =>
    `${stringAt(entry, 'time')}/${stringAt(entry, 'manager')}`;
  return key(a) < key(b) ? -1 : 1;
}

function ownable(object: JsonObject): JsonObject {
  const metadata = leaveOut(objectAt(object, 'metadata'), [...OWN, ...IDENTITY]);
  return withKey(leaveOut(object, ['apiVersion', 'kind']), 'metadata', metadata);
}

function leaveOut(object: JsonObject, keys: readonly string[]): JsonObject {
  return keys.reduce<JsonObject>((rest, key) => withKey(rest, key, undefined), object);
}

/** The fields of `after` that differ. A map that is new is itself a field, written `.`. */
function changedFields(before: JsonObject, after: JsonObject): JsonObject {
  return Object.fromEntries(
    definedKeys(after).flatMap((key): (readonly [string, Json])[] => {
      const [old, value] = [before[key], after[key]];
      if (sameJson(old, value)) return [];
      if (!isObject(value)) return [[`f:${key}`, {}]];
      const inner = changedFields(isObject(old) ? old : {}, value);
      if (!isObject(old)) return [[`f:${key}`, { '.': {}, ...inner }]];
      return definedKeys(inner).length > 0 ? [[`f:${key}`, inner]] : [];
    }),
  );
}

/** Leaves out the fields that an object does not have any more. */
function still(fields: JsonObject, object: Json | undefined): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([field, inner]): (readonly [string, Json])[] => {
      if (field === '.') return [[field, {}]];
      const value = isObject(object) ? object[field.slice(2)] : undefined;
      if (value === undefined || !isObject(inner)) return [];
      return [[field, still(inner, value)]];
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
