import 'server-only';
import { resourceKey, type ResourceKind } from '@/lib/domain/kube-object';
import type { KubernetesReader } from '@/lib/server/access/identity';
import { kindMark } from '@/lib/server/access/kind-marks';
import { UpstreamError } from '@/lib/upstream/error';

/**
 * Our own reader, which says no outside some namespaces as the API server would to somebody with rights on these
 * alone. Every question passes it, so that no caller can forget the wall.
 *
 * @param kinds The marks of the only kinds that are listed (`kindMark`); null for all that we may list.
 */
export function boundedReader(
  own: KubernetesReader,
  namespaces: readonly string[],
  kinds: readonly string[] | null = null,
): KubernetesReader {
  const allowed = new Set(namespaces);
  const listed = kinds === null ? null : new Set(kinds);
  const mayRead = (namespace: string | undefined) =>
    namespace !== undefined && allowed.has(namespace);

  function check(namespace: string | undefined): void {
    if (mayRead(namespace)) return;
    const where = namespace === undefined ? 'in the whole cluster' : `in ${namespace}`;
    throw new UpstreamError('kubernetes', 'forbidden', `the person's groups may not read ${where}`);
  }

  function checkKind(kind: Pick<ResourceKind, 'group' | 'plural'>): void {
    const key = resourceKey(kind);
    if (listed === null || listed.has(kindMark(key))) return;
    throw new UpstreamError('kubernetes', 'forbidden', `whoever made the link may not read ${key}`);
  }

  return {
    clusterName: own.clusterName,
    version: (signal) => own.version(signal),
    resolve: (kind, signal) => own.resolve(kind, signal),
    schemaOf: (kind, signal) => own.schemaOf(kind, signal),
    async list(kind, namespace, signal) {
      check(namespace);
      checkKind(kind);
      return own.list(kind, namespace, signal);
    },
    async get(kind, namespace, name, signal) {
      check(kind.kind === 'Namespace' ? name : namespace);
      if (kind.kind !== 'Namespace') checkKind(kind);
      return own.get(kind, namespace, name, signal);
    },
    watch(kind, namespace, resourceVersion, signal) {
      check(namespace);
      checkKind(kind);
      return own.watch(kind, namespace, resourceVersion, signal);
    },
    async canI(question, signal) {
      const isRead = ['get', 'list', 'watch'].includes(question.verb);
      if (isRead && mayRead(question.namespace)) return own.canI(question, signal);
      return { allowed: false, reason: 'Your groups may not do this.' };
    },
    async rules(namespace, signal) {
      check(namespace);
      return own.rules(namespace, signal);
    },
    whoAmI: (signal) => own.whoAmI(signal),
  };
}
