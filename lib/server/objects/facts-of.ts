import 'server-only';
import type { NodeFacts } from '@/lib/mesh/adapter';
import type { NamedNode, NodeObjects } from '@/lib/server/objects/node-objects';

/** What adapters must know of a node to find the objects that apply to it. */
export function factsOf(
  { namespace, kind, name }: NamedNode,
  { pods, services }: Pick<NodeObjects, 'pods' | 'services'>,
): NodeFacts {
  const labelSets = new Map(
    pods.map(({ metadata }) => [JSON.stringify(metadata.labels ?? {}), metadata.labels ?? {}]),
  );
  return {
    namespace,
    services: services.map(({ metadata }) => metadata.name),
    externalHost: kind === 'external' ? name : undefined,
    podLabels: [...labelSets.values()],
  };
}
