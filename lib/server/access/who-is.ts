import 'server-only';
import type { Identity } from '@/lib/server/access/identity';
import type { Runtime } from '@/lib/server/runtime';
import { UpstreamError } from '@/lib/upstream/error';

/** How long a name is taken to belong to a token. */
const PERSON_TTL_MS = 60_000;

/** The name and groups of an identity: from its session, else as the API server says; null when it cannot. */
export async function whoIs(
  { caches }: Pick<Runtime, 'caches'>,
  { name, groups, key, reader }: Identity,
  signal: AbortSignal,
): Promise<{ readonly name: string | null; readonly groups: readonly string[] }> {
  if (name !== null || reader === null) return { name, groups };
  try {
    return (await caches.people.get(key, PERSON_TTL_MS, signal, (shared) => reader.whoAmI(shared)))
      .value;
  } catch (error) {
    if (error instanceof UpstreamError) return { name: null, groups: [] };
    throw error;
  }
}
