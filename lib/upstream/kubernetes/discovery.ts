import 'server-only';
import type { ResourceKind } from '@/lib/domain/kube-object';
import type { Http } from '@/lib/upstream/http';
import type { ServedKind } from '@/lib/upstream/kubernetes/types';
import { groupSegment, versionPath } from '@/lib/upstream/kubernetes/paths';
import { readAnswer } from '@/lib/upstream/kubernetes/status';
import { groupSchema, resourcesSchema } from '@/lib/upstream/kubernetes/wire';

/** How long an answer is used again: a definition that was just installed shows up after that. */
const FRESH_MS = 30_000;

/** Finds which of a kind's versions a cluster serves. It remembers for half a minute. */
export interface Discovery {
  resolve(http: Http, kind: ResourceKind, signal: AbortSignal): Promise<ServedKind | null>;
}

/** Creates a discovery that knows nothing yet. */
export function createDiscovery(): Discovery {
  const known = new Map<string, { readonly served: ServedKind | null; readonly at: number }>();
  return {
    async resolve(http, kind, signal) {
      const key = `${kind.group} ${kind.plural} ${kind.versions.join(' ')}`;
      const found = known.get(key);
      if (found !== undefined && performance.now() - found.at < FRESH_MS) return found.served;
      const served = await resolve(http, kind, signal);
      known.set(key, { served, at: performance.now() });
      return served;
    },
  };
}

async function resolve(
  http: Http,
  kind: ResourceKind,
  signal: AbortSignal,
): Promise<ServedKind | null> {
  const versions = await versionsOf(http, kind.group, signal);
  for (const version of kind.versions.filter((wanted) => versions.includes(wanted))) {
    const served = await inVersion(http, kind, version, signal);
    if (served !== null) return served;
  }
  return null;
}

async function versionsOf(
  http: Http,
  group: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (group === '') return ['v1'];
  const answer = await http.send({ method: 'GET', path: ['apis', groupSegment(group)] }, signal);
  if (answer.status === 404) return [];
  return readAnswer(answer, groupSchema).versions.map(({ version }) => version);
}

async function inVersion(
  http: Http,
  { group, plural }: ResourceKind,
  version: string,
  signal: AbortSignal,
): Promise<ServedKind | null> {
  const answer = await http.send({ method: 'GET', path: versionPath(group, version) }, signal);
  if (answer.status === 404) return null;
  const { resources } = readAnswer(answer, resourcesSchema);
  const found = resources.find(({ name }) => name === plural);
  if (found === undefined) return null;
  return { group, version, plural, kind: found.kind, namespaced: found.namespaced };
}
