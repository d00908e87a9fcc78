/** What JSON can say. Keys with an undefined value are left out when it is written. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isArray(value);
}

/** Parses JSON text. @throws SyntaxError when it is not JSON. */
export function parseJson(text: string): Json {
  const value: unknown = JSON.parse(text);
  if (!isParsed(value)) throw new SyntaxError('nothing was parsed');
  return value;
}

/** JSON.parse gives nothing but Json. */
function isParsed(value: unknown): value is Json {
  return value !== undefined;
}

/** The value under these keys, or undefined where the way there ends. */
export function valueAt(value: Json | undefined, ...keys: readonly string[]): Json | undefined {
  let at = value;
  for (const key of keys) {
    if (!isObject(at) || !Object.hasOwn(at, key)) return undefined;
    at = at[key];
  }
  return at;
}

export function stringAt(value: Json | undefined, ...keys: readonly string[]): string {
  const found = valueAt(value, ...keys);
  return typeof found === 'string' ? found : '';
}

export function objectAt(value: Json | undefined, ...keys: readonly string[]): JsonObject {
  const found = valueAt(value, ...keys);
  return isObject(found) ? found : {};
}

export function arrayAt(value: Json | undefined, ...keys: readonly string[]): readonly Json[] {
  const found = valueAt(value, ...keys);
  return isArray(found) ? found : [];
}

/** The string values of a map such as labels. */
export function stringsAt(
  value: Json | undefined,
  ...keys: readonly string[]
): Readonly<Record<string, string>> {
  const entries = Object.entries(objectAt(value, ...keys));
  return Object.fromEntries(
    entries.flatMap(([key, v]) => (typeof v === 'string' ? [[key, v]] : [])),
  );
}

export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (isArray(a) && isArray(b)) {
    return a.length === b.length && a.every((value, i) => sameJson(value, b[i]));
  }
  if (!isObject(a) || !isObject(b)) return a === b;
  const keys = definedKeys(a);
  return (
    keys.length === definedKeys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]))
  );
}

export function definedKeys(object: JsonObject): readonly string[] {
  return Object.keys(object).filter((key) => object[key] !== undefined);
}

/** A copy with one key set, or removed when the value is undefined. Safe for a key `__proto__`. */
export function withKey(object: JsonObject, key: string, value: Json | undefined): JsonObject {
  if (value === undefined || !Object.hasOwn(object, key)) {
    const others = Object.entries(object).filter(([other]) => other !== key);
    return Object.fromEntries(value === undefined ? others : [...others, [key, value]]);
  }
  return Object.fromEntries(
    Object.entries(object).map(([other, old]) => [other, other === key ? value : old]),
  );
}
