import 'server-only';
import type { SpanKind, Tag } from '@/lib/domain/raw-trace';
import { fieldsOf, isFields, listOf, textOf, WireError, type Fields } from '@/lib/upstream/wire';

/** Values nest, and whoever emits spans decides how deep. */
const MAX_DEPTH = 16;

const KINDS: readonly SpanKind[] = [
  'unspecified',
  'internal',
  'server',
  'client',
  'producer',
  'consumer',
];

/** Reads `kind`: a number from Jaeger, a name such as `SPAN_KIND_SERVER` from protobuf's JSON. */
export function kindOf(value: unknown): SpanKind {
  if (typeof value === 'number') return KINDS[value] ?? 'unspecified';
  const name = textOf(value)
    .replace(/^SPAN_KIND_/, '')
    .toLowerCase();
  return KINDS.find((kind) => kind === name) ?? 'unspecified';
}

/** Reads a time or a duration in nanoseconds: decimal text, or a number. Throws WireError. */
export function nanosOf(value: unknown): bigint {
  if (typeof value === 'string' && /^[0-9]{1,20}$/.test(value)) return BigInt(value);
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return BigInt(value);
  throw new WireError('a time is not in nanoseconds');
}

/** Reads attributes as pairs of text. What has no key is left out. */
export function attributesOf(value: unknown): readonly Tag[] {
  return listOf(value, 'attributes').flatMap((entry): readonly Tag[] => {
    if (!isFields(entry) || typeof entry.key !== 'string') return [];
    return [[entry.key, valueText(entry.value)]];
  });
}

/** An attribute's value as text; lists and maps as JSON. */
function valueText(value: unknown): string {
  const plain = plainValue(value, 0);
  return typeof plain === 'string' ? plain : JSON.stringify(plain);
}

type Plain = string | number | boolean | null | readonly unknown[] | Fields;

function plainValue(value: unknown, depth: number): Plain {
  if (!isFields(value) || depth > MAX_DEPTH) return '';
  return scalarOf(value) ?? compoundOf(value, depth) ?? '';
}

function scalarOf(value: Fields): string | number | boolean | null {
  const { stringValue, boolValue, intValue, doubleValue, bytesValue } = value;
  for (const text of [stringValue, intValue, bytesValue]) {
    if (typeof text === 'string') return text;
  }
  for (const number of [intValue, doubleValue]) {
    if (typeof number === 'number' || typeof number === 'string') return number;
  }
  return typeof boolValue === 'boolean' ? boolValue : null;
}

function compoundOf({ arrayValue, kvlistValue }: Fields, depth: number): Plain | null {
  if (isFields(arrayValue)) {
    return listOf(arrayValue.values, 'values').map((item) => plainValue(item, depth + 1));
  }
  if (!isFields(kvlistValue)) return null;
  const entries = listOf(kvlistValue.values, 'values').map((entry) => {
    const { key, value } = fieldsOf(entry, 'an entry');
    return [textOf(key), plainValue(value, depth + 1)] as const;
  });
  // fromEntries defines its own properties, so that a key `__proto__` is only a key.
  return Object.fromEntries(entries);
}
