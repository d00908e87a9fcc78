import 'server-only';

/** An answer that is not what its API promises. Readers throw it; a client names the upstream. */
export class WireError extends Error {}

/** What JSON.parse gives for an object. Never read a key that came from the wire as a property. */
export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list of the wire; absent means empty, since protobuf's JSON leaves empty lists out. */
export function listOf(value: unknown, what: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw new WireError(`${what} is not a list`);
}

/** An object of the wire. */
export function fieldsOf(value: unknown, what: string): Fields {
  if (isFields(value)) return value;
  throw new WireError(`${what} is not an object`);
}

/** Text of the wire; absent means empty. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
