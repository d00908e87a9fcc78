import { nodeId, type MeshId, type MeshNode, type NodeKind } from '@/lib/domain/model';
import { DEFAULT_CLUSTER } from '@/lib/mesh/clusters';

/** The parts of a node's identity; without a cluster it is in the only one. */
export interface NodeName {
  readonly cluster?: string | undefined;
  readonly namespace: string;
  readonly kind: NodeKind;
  readonly name: string;
}

/** A node that one mesh reports. Facts that are not known are left out of it. */
export function meshNode(
  mesh: MeshId,
  { cluster = DEFAULT_CLUSTER, namespace, kind, name }: NodeName,
  { app, version }: Pick<MeshNode, 'app' | 'version'> = {},
): MeshNode {
  return {
    id: nodeId(cluster, namespace, kind, name),
    kind,
    cluster,
    namespace,
    name,
    ...(app === undefined ? {} : { app }),
    ...(version === undefined ? {} : { version }),
    meshes: [mesh],
  };
}

/** A caller or callee that nobody could name. */
export function unknownNode(mesh: MeshId, cluster = DEFAULT_CLUSTER): MeshNode {
  return meshNode(mesh, { cluster, namespace: '', kind: 'unknown', name: 'unknown' });
}

/** Every node once, sorted by id. Of several accounts the one that knows most is kept. */
export function distinctNodes(ends: readonly MeshNode[]): readonly MeshNode[] {
  const nodes = new Map<string, MeshNode>();
  for (const node of ends) {
    const known = nodes.get(node.id);
    if (known === undefined || factsOf(node) > factsOf(known)) nodes.set(node.id, node);
  }
  return [...nodes.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function factsOf({ app, version }: MeshNode): number {
  // "latest" is what Istio writes when the pod does not say.
  return (app === undefined ? 0 : 1) + (version === undefined || version === 'latest' ? 0 : 1);
}
