import type { Template } from '@/lib/domain/routing/dialect';

/** What a person fills in. */
export interface Filled {
  readonly name: string;
  readonly value: string;
}

/** Puts a name and a value into a template. */
export function fill(template: Template, filled: Filled): unknown {
  if (template === '$name') return filled.name;
  if (template === '$value') return filled.value;
  if (template === '$from') return Number(filled.value.split('..')[0]);
  if (template === '$to') return Number(filled.value.split('..')[1]);
  if (Array.isArray(template)) return template.map((each: unknown) => fill(each, filled));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(
    Object.entries(template).map(([key, each]) => [key, fill(each, filled)]),
  );
}

/**
 * Reads a value back through the template that it would have been written with.
 *
 * @param defaults What stands for fields that the value leaves out.
 * @returns Null when it has another shape: other fields, or other words in them.
 */
export function unify(
  template: Template,
  value: unknown,
  defaults: Readonly<Record<string, unknown>> = {},
): Partial<Filled> | null {
  if (typeof template === 'string' && template.startsWith('$')) return readOut(template, value);
  if (!isRecord(template)) return template === value ? {} : null;
  if (!isRecord(value)) return null;
  return unifyFields(new Map(Object.entries(template)), { ...defaults, ...value });
}

function readOut(place: string, value: unknown): Partial<Filled> | null {
  if (place === '$from' || place === '$to') return endOf(place, value);
  if (typeof value !== 'string') return null;
  return place === '$name' ? { name: value } : { value };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function endOf(template: '$from' | '$to', value: unknown): Partial<Filled> | null {
  if (typeof value !== 'number') return null;
  return { value: template === '$from' ? `${value}..` : `..${value}` };
}

function unifyFields(
  template: ReadonlyMap<string, unknown>,
  value: Readonly<Record<string, unknown>>,
): Partial<Filled> | null {
  // A flag that is off is as good as one that is left out.
  const fields = Object.entries(value).filter(([, each]) => each !== false && each !== undefined);
  if (fields.length !== template.size) return null;
  let found: Partial<Filled> = {};
  for (const [key, each] of fields) {
    if (!template.has(key)) return null;
    const part = unify(template.get(key), each);
    if (part === null) return null;
    found = joined(found, part);
  }
  return found;
}

/** The two ends of a range come one by one. */
function joined(first: Partial<Filled>, second: Partial<Filled>): Partial<Filled> {
  const both = first.value !== undefined && second.value !== undefined;
  if (!both) return { ...first, ...second };
  const ends = [first.value, second.value].join('').split('..');
  return { ...first, ...second, value: ends.filter((end) => end !== '').join('..') };
}
