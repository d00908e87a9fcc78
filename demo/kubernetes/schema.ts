import { isArray, isObject, valueAt, type Json } from './json';
import type { Cause } from './status';

/** The part of a structural schema that the demo needs. What it does not name is let through. */
export type Schema =
  | { readonly type: 'string' | 'integer' | 'number' }
  | { readonly type: 'array'; readonly items: Schema }
  | {
      readonly type: 'object';
      readonly fields: Readonly<Record<string, Schema>>;
      readonly required?: readonly string[];
    };

export const TEXT: Schema = { type: 'string' };
export const WHOLE: Schema = { type: 'integer' };
export const NUMBER: Schema = { type: 'number' };
export const list = (items: Schema): Schema => ({ type: 'array', items });
export const fields = (
  of: Readonly<Record<string, Schema>>,
  required?: readonly string[],
): Schema => ({
  type: 'object',
  fields: of,
  ...(required && { required }),
});

/** The name that the API server gives the type of a value in its messages. */
function typeName(value: Json): string {
  if (isArray(value)) return 'array';
  if (isObject(value)) return 'object';
  if (value === null) return 'null';
  if (typeof value !== 'number') return typeof value;
  return Number.isInteger(value) ? 'integer' : 'number';
}

/** Where a value breaks a schema, in the API server's words. */
export function causesOf(value: Json, schema: Schema, field: string): readonly Cause[] {
  const isNumber = schema.type === 'number' && typeof value === 'number';
  if (typeName(value) !== schema.type && !isNumber) {
    const quoted = JSON.stringify(typeName(value));
    const message = `Invalid value: ${quoted}: ${field} in body must be of type ${schema.type}: ${quoted}`;
    return [{ reason: 'FieldValueTypeInvalid', message, field }];
  }
  if (schema.type === 'array' && isArray(value)) {
    return value.flatMap((item, i) => causesOf(item, schema.items, `${field}[${String(i)}]`));
  }
  if (schema.type !== 'object' || !isObject(value)) return [];
  const missing = (schema.required ?? []).filter((key) => !Object.hasOwn(value, key));
  return [
    ...missing.map((key) => ({
      reason: 'FieldValueRequired',
      message: 'Required value',
      field: `${field}.${key}`,
    })),
    ...Object.entries(schema.fields).flatMap(([key, inner]) => {
      const child = valueAt(value, key);
      // A null where the schema has no null is dropped, as the API server does.
      return child === undefined || child === null ? [] : causesOf(child, inner, `${field}.${key}`);
    }),
  ];
}
