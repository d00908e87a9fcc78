import 'server-only';
import type { KubernetesReader } from '@/lib/server/access/identity';
import { UpstreamError } from '@/lib/upstream/error';

/**
 * Our own reader, which says no outside some namespaces as the API server would to somebody with rights on these
 * alone. Every question passes it, so that no caller can forget the wall.
 */
export function boundedReader(
  own: KubernetesReader,
  namespaces: readonly string[],
): KubernetesReader {
  const allowed = new Set(namespaces);
  const mayRead = (namespace: string | undefined) =>
    namespace !== undefined && allowed.has(namespace);

  function check(namespace: string | undefined): void {
    if (mayRead(namespace)) return;
    const where = namespace === undefined ? 'in the whole cluster' : `in ${namespace}`;
    throw new UpstreamError('kubernetes', 'forbidden', `the person's groups may not read ${where}`);
  }

  return {
    clusterName: own.clusterName,
    version: (signal) => own.version(signal),
    resolve: (kind, signal) => own.resolve(kind, signal),
    schemaOf: (kind, signal) => own.schemaOf(kind, signal),
    async list(kind, namespace, signal) {
      check(namespace);
      return own.list(kind, namespace, signal);
    },
    async get(kind, namespace, name, signal) {
      check(kind.kind === 'Namespace' ? name : namespace);
      return own.get(kind, namespace, name, signal);
    },
    watch(kind, namespace, resourceVersion, signal) {
      check(namespace);
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
