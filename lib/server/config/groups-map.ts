import 'server-only';
import { parse, YAMLError } from 'yaml';
import { z } from 'zod';
import { NAMESPACE } from '@/lib/server/config/values';

/** Which namespaces a group may read. */
export type GroupsMap = ReadonlyMap<string, 'all' | readonly string[]>;

const namespace = z.string().regex(NAMESPACE, 'is not the name of a namespace');

const groupsMap = z.map(
  z.string().min(1, 'a group has no name'),
  z.union([z.literal('all'), z.array(namespace)], 'must be `all` or a list of namespaces'),
);

/**
 * Reads a YAML (or JSON) file of the form `group: [namespace, …]` or `group: all`.
 *
 * @returns What is wrong with it, when something is.
 */
export function readGroupsMap(content: Uint8Array): GroupsMap | string {
  let value: unknown;
  try {
    // Everything is text in it, and a Map keeps keys such as `__proto__` harmless.
    value = parse(Buffer.from(content).toString('utf8'), { schema: 'failsafe', mapAsMap: true });
  } catch (error) {
    if (!(error instanceof YAMLError)) throw error;
    return `is not YAML (${error.code} at ${error.linePos?.[0].line ?? 0})`;
  }
  const parsed = groupsMap.safeParse(value);
  if (!parsed.success) return `must map groups to namespaces (${wordsOf(parsed.error)})`;
  return parsed.data.size === 0 ? 'maps no group' : parsed.data;
}

function wordsOf({ issues: [issue] }: z.ZodError): string {
  const where = issue?.path.join('.') ?? '';
  return where === '' ? 'it holds something else' : `${where}: ${issue?.message ?? ''}`;
}

/** What somebody in these groups may read: every namespace, or these, sorted. */
export function namespacesFor(
  map: GroupsMap,
  groups: readonly string[],
): 'all' | readonly string[] {
  const names = new Set<string>();
  for (const group of groups) {
    const given = map.get(group);
    if (given === 'all') return 'all';
    for (const name of given ?? []) names.add(name);
  }
  return [...names].toSorted();
}
