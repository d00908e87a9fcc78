import { escapeStep } from '@/lib/domain/pointer';
import { arrayOf, isRecord, type JsonRecord } from '@/lib/domain/json';

/** A structural schema of Kubernetes: a JSON Schema with members of its own. */
export type Schema = JsonRecord;

/** One place at which a value breaks a schema. */
export interface SchemaProblem {
  /** JSON Pointer. */
  readonly pointer: string;
  readonly message: string;
}

/**
 * The schema of what stands at some steps; null where the schema says nothing of it.
 *
 * @param steps Names of fields; of an element of a list any text.
 */
export function schemaAt(schema: Schema, steps: readonly string[]): Schema | null {
  let at: Schema | null = schema;
  for (const step of steps) {
    if (at === null) return null;
    at = childOf(at, step);
  }
  return at;
}

function childOf(schema: Schema, step: string): Schema | null {
  const { items, additionalProperties } = schema;
  if (isRecord(items)) return items;
  const properties = propertiesOf(schema);
  const named = Object.hasOwn(properties, step) ? properties[step] : additionalProperties;
  return isRecord(named) ? named : null;
}

/** The fields that a schema knows, by name. */
export function propertiesOf({ properties }: Schema): Readonly<Record<string, unknown>> {
  return isRecord(properties) ? properties : {};
}

/** What a field takes, in a word or two. */
export function typeOf(schema: Schema): string {
  if (schema['x-kubernetes-int-or-string'] === true) return 'integer or string';
  const choices = arrayOf(schema['enum']);
  if (choices !== null) return choices.map(String).join(' | ');
  const type = typeof schema['type'] === 'string' ? schema['type'] : 'any';
  return type === 'array' && isRecord(schema['items'])
    ? `list of ${typeOf(schema['items'])}`
    : type;
}

/**
 * Where a value breaks a schema: types, choices, bounds, fields that are missing, and fields that the kind does not
 * have (which the API server would drop). What a schema says by combining others is left to the API server.
 */
export function schemaProblems(value: unknown, schema: Schema, pointer = ''): SchemaProblem[] {
  if (value === null || value === undefined) return [];
  const problem = typeProblem(value, schema);
  if (problem !== null) return [{ pointer, message: problem }];
  const items = arrayOf(value);
  if (items !== null) {
    const { items: of } = schema;
    if (!isRecord(of)) return [];
    return items.flatMap((item, i) => schemaProblems(item, of, `${pointer}/${i}`));
  }
  return isRecord(value) ? recordProblems(value, schema, pointer) : [];
}

function recordProblems(value: JsonRecord, schema: Schema, pointer: string): SchemaProblem[] {
  const required = (arrayOf(schema['required']) ?? []).filter((name) => typeof name === 'string');
  const missing = required
    .filter((name) => !Object.hasOwn(value, name))
    .map((name) => ({ pointer, message: `${name} is missing.` }));
  const isOpen =
    schema['properties'] === undefined || schema['x-kubernetes-preserve-unknown-fields'] === true;
  const inside = Object.entries(value).flatMap(([name, member]) => {
    const at = `${pointer}/${escapeStep(name)}`;
    const child = childOf(schema, name);
    if (child !== null) return schemaProblems(member, child, at);
    return isOpen ? [] : [{ pointer: at, message: 'The kind has no such field.' }];
  });
  return [...missing, ...inside];
}

function typeProblem(value: unknown, schema: Schema): string | null {
  const given = nameOfType(value);
  if (schema['x-kubernetes-int-or-string'] === true) {
    return given === 'integer' || given === 'string' ? null : 'It must be an integer or a string.';
  }
  const { type } = schema;
  const fits = type === given || (type === 'number' && given === 'integer');
  if (typeof type === 'string' && !fits) return `It must be of the type ${type}, not ${given}.`;
  const choices = arrayOf(schema['enum']);
  if (choices !== null && !choices.includes(value)) {
    return `It must be one of ${choices.map((choice) => JSON.stringify(choice)).join(', ')}.`;
  }
  return boundsProblem(value, schema);
}

function boundsProblem(value: unknown, { minimum, maximum }: Schema): string | null {
  if (typeof value !== 'number') return null;
  if (typeof minimum === 'number' && value < minimum) return `It must be at least ${minimum}.`;
  if (typeof maximum === 'number' && value > maximum) return `It must be at most ${maximum}.`;
  return null;
}

function nameOfType(value: unknown): string {
  if (arrayOf(value) !== null) return 'array';
  if (isRecord(value)) return 'object';
  return Number.isInteger(value) ? 'integer' : typeof value;
}
