import 'server-only';
import { parseEdgeId, parseNodeId, type MeshNode } from '@/lib/domain/model';
import type { MeshAdapter } from '@/lib/mesh/adapter';

/**
 * The names under which a node may be known to the tracing store, likeliest first.
 *
 * The app that names depend on is not in a node's id: it is taken from what telemetry knows of the node and,
 * for a service, of the workloads in its namespace that share its name.
 */
export function namesOfNode(
  id: string,
  nodes: readonly MeshNode[],
  meshes: readonly MeshAdapter[],
): readonly string[] {
  const parsed = parseNodeId(id);
  if (parsed === null) return [];
  const known = nodes.find((node) => node.id === id) ?? { ...parsed, id, meshes: [] };
  return [...new Set(meshes.flatMap((mesh) => mesh.tracingServices(known)))];
}

/**
 * The names to search for a call: those of its target, whose spans every such trace has when both sides are
 * traced; then those of its source, for targets outside the mesh.
 */
export function namesOfEdge(
  id: string,
  nodes: readonly MeshNode[],
  meshes: readonly MeshAdapter[],
): readonly string[] {
  const edge = parseEdgeId(id);
  if (edge === null) return [];
  return [...namesOfNode(edge.target, nodes, meshes), ...namesOfNode(edge.source, nodes, meshes)];
}
