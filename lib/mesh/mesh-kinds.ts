import { resourceKey, type ResourceKind } from '@/lib/domain/kube-object';
import type { MeshId } from '@/lib/domain/model';
import { isCustomGroup, type ObjectRef } from '@/lib/domain/object-ref';
import type { MeshAdapter } from '@/lib/mesh/adapter';

/** A kind of a mesh's own configuration, with the meshes that read it. */
export interface MeshKind {
  readonly kind: ResourceKind;
  readonly meshes: readonly MeshId[];
}

/**
 * The kinds whose objects are configuration of a mesh: those of the adapters that are custom resources. Never a
 * kind of Kubernetes itself, whatever an adapter reads to find its way.
 */
export function meshKinds(meshes: readonly MeshAdapter[]): readonly MeshKind[] {
  const found = new Map<string, MeshKind>();
  for (const mesh of meshes) {
    for (const kind of mesh.kinds.filter(({ group }) => isCustomGroup(group))) {
      const known = found.get(resourceKey(kind));
      const meshesOfIt = new Set([...(known?.meshes ?? []), mesh.id]);
      found.set(resourceKey(kind), { kind, meshes: [...meshesOfIt] });
    }
  }
  return [...found.values()];
}

/** The kind of an object; null when no mesh has such a kind. */
export function meshKindOf(meshes: readonly MeshAdapter[], ref: ObjectRef): MeshKind | null {
  const isIt = ({ kind }: MeshKind) =>
    resourceKey(kind) === resourceKey(ref) &&
    kind.kind === ref.kind &&
    (kind.clusterScoped === true) === (ref.namespace === '');
  return meshKinds(meshes).find(isIt) ?? null;
}
