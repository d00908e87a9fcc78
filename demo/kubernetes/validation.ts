import { MESH_PARTS } from '../meshes/registry';
import { objectAt, type JsonObject } from './json';
import { causesOf } from './schema';
import type { ServedKind } from './served-kind';
import { ApiError, invalidObject, type Cause } from './status';
import { nameOf } from './store';

const UNCHECKED: Cause = {
  reason: 'FieldValueInvalid',
  message:
    'Invalid value: null: some validation rules were not checked because the object was invalid; ' +
    'correct the existing errors to complete validation',
  field: '<nil>',
};

/** Refuses an object that breaks the schema of its kind, as the API server does. @throws ApiError 422 */
export function checkSchema(kind: ServedKind, object: JsonObject): void {
  const schemas = MESH_PARTS.flatMap((part) => part.schemas);
  const schema = schemas.find(([of]) => of === kind)?.[1];
  if (schema === undefined) return;
  const causes = causesOf(objectAt(object, 'spec'), schema, 'spec');
  if (causes.length > 0) throw invalidObject(kind, nameOf(object), [...causes, UNCHECKED]);
}

/** Refuses what a mesh's admission webhook refuses. @throws ApiError 400 */
export function checkAdmission(kind: ServedKind, object: JsonObject): void {
  for (const part of MESH_PARTS) {
    const refusal = part.admit(kind, object);
    if (refusal !== null) throw new ApiError(400, undefined, refusal);
  }
}
