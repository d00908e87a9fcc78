import 'server-only';
import { stringify } from 'yaml';

/** An object as people read it: YAML without `status` and `managedFields`, which nobody writes by hand. */
export function toYaml(object: unknown): string {
  if (!isRecord(object)) return stringify(object);
  const { apiVersion, kind, metadata, ...rest } = without(object, 'status');
  const named = isRecord(metadata) ? without(metadata, 'managedFields') : metadata;
  return stringify(
    { apiVersion, kind, metadata: named, ...rest },
    { lineWidth: 0, aliasDuplicateObjects: false },
  );
}

function without(record: Readonly<Record<string, unknown>>, field: string) {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== field));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
