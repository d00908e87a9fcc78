import type { MeshRef } from '@/lib/contract/common';
import type { Graph } from '@/lib/contract/graph';

/** The meshes that reported anything of a graph, in the console's order. */
export function reportingMeshes({ meshes, nodes, edges }: Graph): readonly MeshRef[] {
  const used = new Set([...nodes, ...edges].flatMap((each) => each.meshes));
  return meshes.filter(({ id }) => used.has(id));
}
