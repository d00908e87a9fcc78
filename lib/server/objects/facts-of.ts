import 'server-only';
import type { NodeFacts } from '@/lib/mesh/adapter';
import { nodeFacts } from '@/lib/mesh/applied/cluster-nodes';
import type { NamedNode, NodeObjects } from '@/lib/server/objects/node-objects';

/** What adapters must know of a node to find the objects that apply to it. */
export function factsOf(
  { namespace, kind, name }: NamedNode,
  { pods, services }: Pick<NodeObjects, 'pods' | 'services'>,
): NodeFacts {
  const externalHost = kind === 'external' ? name : undefined;
  return { ...nodeFacts(namespace, services, pods), externalHost };
}
