import 'server-only';
import { createHash } from 'node:crypto';
import type { Warning } from '@/lib/contract/common';
import type { Identity, KubernetesReader } from '@/lib/server/access/identity';
import type { AnswerCache } from '@/lib/server/cache/answer-cache';
import { inBatches } from '@/lib/server/cache/in-batches';
import { ProblemError } from '@/lib/server/problem';
import { UpstreamError } from '@/lib/upstream/error';

/**
 * The namespaces that a person may read. It bounds everything that is shown: figures, names, traces,
 * objects. Prometheus and tracing stores know no tenants, so this wall is ours, not theirs.
 */
export interface Scope {
  /** Whether every namespace may be read, also those that are gone and only telemetry remembers. */
  readonly all: boolean;
  /** By name, sorted. With `all`: those that exist now; empty when that could not be found out. */
  readonly namespaces: readonly string[];
  /** The same, to look up. */
  readonly names: ReadonlySet<string>;
  /** The same for equal scopes. Part of every cache key that a scope decides about. */
  readonly key: string;
  readonly warnings: readonly Warning[];
}

/** How long a change of rights may go unnoticed. */
const SCOPE_TTL_MS = 30_000;

/** SelfSubjectAccessReviews at a time, for one person. */
const REVIEWS_AT_ONCE = 8;

/** Namespaces asked about, for a person who may not list them. */
const MAX_REVIEWED = 1000;

export const NAMESPACES = {
  group: '',
  version: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  namespaced: false,
} as const;

/** Builds a scope; `all` with the names that exist, or only the names. */
export function scopeOf(
  namespaces: readonly string[],
  { all = false, warnings = [] }: { all?: boolean; warnings?: readonly Warning[] } = {},
): Scope {
  const names = new Set(namespaces);
  const sorted = [...names].toSorted();
  const key = all
    ? 'all'
    : createHash('sha256').update(sorted.join(',')).digest('hex').slice(0, 32);
  return { all, namespaces: sorted, names, key, warnings };
}

/** Whether a namespace may be read. */
export function mayRead(scope: Scope, namespace: string): boolean {
  return scope.all || scope.names.has(namespace);
}

export interface ScopeOptions {
  readonly cache: AnswerCache<Scope>;
  /** Our own identity: only for the names to ask about, each of which is then asked with the person's. */
  readonly own: KubernetesReader | null;
  /** The only namespaces there are for this console; null for all of the cluster. */
  readonly within: readonly string[] | null;
}

/**
 * Finds out what a person may read: everything, when the API server lets them list namespaces; else
 * every namespace which it says they may get. Where the console is kept to some namespaces, each of these is asked
 * about, and no other is ever found. Where a map of groups decides, what it gives, without asking. Known for 30 s
 * per identity, and up to the cache's
 * `staleMs` while the API server is down.
 *
 * When it is down and nothing is known yet, the operator of AUTH=kubeconfig sees everything (telemetry is
 * theirs to reach anyway); everybody else sees nothing.
 *
 * @throws ProblemError `unauthenticated` when the credentials are not accepted; UpstreamError.
 */
export async function readableScope(
  identity: Identity,
  { cache, own, within }: ScopeOptions,
  signal: AbortSignal,
): Promise<Scope> {
  const { reader, onlyNamespaces } = identity;
  if (onlyNamespaces !== null) {
    return scopeOf(onlyNamespaces.filter((name) => within?.includes(name) ?? true));
  }
  const everything = { all: within === null };
  if (reader === null) return scopeOf(within ?? [], everything);
  try {
    const answer = await cache.get(identity.key, SCOPE_TTL_MS, signal, (shared) =>
      askScope(reader, own, within, shared),
    );
    return answer.value;
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    if (error.failure === 'unauthenticated') {
      throw new ProblemError(
        'unauthenticated',
        { detail: 'The session is over.' },
        { cause: error },
      );
    }
    if (identity.mode !== 'kubeconfig') throw error;
    const warning = {
      code: 'namespaces-unknown',
      message:
        'The Kubernetes API cannot be asked for namespaces: only those with traffic are shown.',
    };
    return scopeOf(within ?? [], { ...everything, warnings: [warning] });
  }
}

async function askScope(
  reader: KubernetesReader,
  own: KubernetesReader | null,
  within: readonly string[] | null,
  signal: AbortSignal,
): Promise<Scope> {
  if (within !== null) return askEach(reader, within, signal);
  const listed = await listNames(reader, signal);
  if (listed !== null) return scopeOf(listed, { all: true });

  const candidates = own === null || own === reader ? null : await listNames(own, signal);
  if (candidates === null) {
    const message =
      'You may not list namespaces, and neither may this console, so none can be found.';
    return scopeOf([], { warnings: [{ code: 'namespaces-not-listed', message }] });
  }
  return askEach(reader, candidates, signal);
}

async function askEach(
  reader: KubernetesReader,
  candidates: readonly string[],
  signal: AbortSignal,
): Promise<Scope> {
  const asked = candidates.slice(0, MAX_REVIEWED);
  const answers = await unlessForbidden(() =>
    inBatches(asked, REVIEWS_AT_ONCE, async (name) => {
      const question = {
        verb: 'get',
        group: '',
        plural: 'namespaces',
        namespace: name,
        name,
      } as const;
      return (await reader.canI(question, signal)).allowed;
    }),
  );
  if (answers === null) {
    const message =
      'You may not ask the Kubernetes API what you may read (SelfSubjectAccessReview), so nothing is shown.';
    return scopeOf([], { warnings: [{ code: 'rights-not-told', message }] });
  }
  const warnings =
    asked.length === candidates.length
      ? []
      : [
          {
            code: 'namespaces-cut',
            message: `Only the first ${MAX_REVIEWED} of ${candidates.length} namespaces were looked at.`,
          },
        ];
  return scopeOf(
    asked.filter((_, index) => answers[index] === true),
    { warnings },
  );
}

async function listNames(reader: KubernetesReader, signal: AbortSignal): Promise<string[] | null> {
  const listed = await unlessForbidden(() => reader.list(NAMESPACES, undefined, signal));
  return listed?.items.map(({ metadata }) => metadata.name) ?? null;
}

async function unlessForbidden<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof UpstreamError && error.failure === 'forbidden') return null;
    throw error;
  }
}
