import fc from 'fast-check';
import { arrayOf, isRecord } from '@/lib/domain/json';
import { propertiesOf, type Schema } from '@/lib/domain/structural-schema';

/** Texts that a reader of YAML may take for something else. */
const TRICKY = [
  '',
  'yes',
  'null',
  '~',
  '1e3',
  '0x1',
  '08',
  '- a',
  'a: b',
  '# c',
  '"',
  "'",
  'é\n',
  ' ',
];

/** Any value that a structural schema describes; of what it leaves open, any JSON. */
export function valueOf(schema: Schema, depth = 6): fc.Arbitrary<unknown> {
  const choices = arrayOf(schema['enum']);
  if (choices !== null) return fc.constantFrom(...choices);
  if (schema['x-kubernetes-int-or-string'] === true) return fc.oneof(fc.nat(), text());
  if (schema['type'] === 'array') return listOf(schema, depth);
  return schema['type'] === 'object' ? objectOf(schema, depth) : plainOf(schema['type']);
}

function plainOf(type: unknown): fc.Arbitrary<unknown> {
  switch (type) {
    case 'string':
      return text();
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer();
    case 'number':
      return fc.double({ min: -1e9, max: 1e9, noNaN: true }).map((value) => value + 0);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function listOf({ items }: Schema, depth: number): fc.Arbitrary<unknown> {
  if (depth <= 0) return fc.constant([]);
  return fc.array(isRecord(items) ? valueOf(items, depth - 1) : fc.jsonValue(), { maxLength: 3 });
}

function objectOf(schema: Schema, depth: number): fc.Arbitrary<unknown> {
  const { additionalProperties: others } = schema;
  if (!isRecord(others)) return recordOf(schema, depth);
  return fc.dictionary(text(), valueOf(others, depth - 1), { maxKeys: 3 });
}

function recordOf(schema: Schema, depth: number): fc.Arbitrary<unknown> {
  const known = Object.entries(propertiesOf(schema)).flatMap(([name, field]) =>
    isRecord(field) && depth > 0 ? [[name, valueOf(field, depth - 1)] as const] : [],
  );
  return fc.record(Object.fromEntries(known), { requiredKeys: [] });
}

function text(): fc.Arbitrary<string> {
  return fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom(...TRICKY));
}
