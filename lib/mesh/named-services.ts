import { edgeId, type MeshEdge, type MeshNode } from '@/lib/domain/model';
import type { MeshTelemetry } from '@/lib/mesh/adapter';
import { distinctNodes } from '@/lib/mesh/nodes';

type Part = Pick<MeshTelemetry, 'nodes' | 'edges' | 'unnamed'>;

/**
 * Gives apps the service that another mesh's callers call them by, so that what both tell is of one node.
 * Only a call shows that there is such a service.
 */
export function nameServices<T extends Part>(parts: readonly T[]): readonly T[] {
  const called = new Set(parts.flatMap(({ edges }) => edges.map(({ target }) => target)));
  const services = new Map(parts.flatMap(({ nodes }) => nodes).map((node) => [node.id, node]));
  return parts.map((part) => {
    const names = new Map<string, MeshNode>();
    for (const [service, app] of part.unnamed ?? []) {
      const node = services.get(service);
      if (node !== undefined && called.has(service)) {
        names.set(app, node);
      }
    }
    return names.size === 0 ? part : renamed(part, names);
  });
}

function renamed<T extends Part>(part: T, names: ReadonlyMap<string, MeshNode>): T {
  const nodes = part.nodes.map((node) => {
    const name = names.get(node.id);
    return name === undefined ? node : { ...name, meshes: node.meshes };
  });
  const edges = part.edges.map((edge) => renamedEdge(edge, names));
  return { ...part, nodes: distinctNodes(nodes), edges };
}

function renamedEdge(edge: MeshEdge, names: ReadonlyMap<string, MeshNode>): MeshEdge {
  const source = names.get(edge.source)?.id ?? edge.source;
  const target = names.get(edge.target)?.id ?? edge.target;
  if (source === edge.source && target === edge.target) return edge;
  const id = edgeId(source, target, edge.protocol);
  return { ...edge, source, target, id, toldAs: edge.toldAs ?? edge.id };
}
