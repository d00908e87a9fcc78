import { resourceKey, type ResourceKind } from '@/lib/domain/kube-object';
import type { MeshId } from '@/lib/domain/model';
import { isCustomGroup, type ObjectRef } from '@/lib/domain/object-ref';
import type { MeshAdapter } from '@/lib/mesh/adapter';

/** A kind of a mesh's own configuration, with the meshes that read it. */
export interface MeshKind {
  readonly kind: ResourceKind;
  readonly meshes: readonly MeshId[];
  /**
   * Set for a kind of Kubernetes itself: the names of the annotations that are configuration of a mesh, which alone
   * of its objects may be changed.
   */
  readonly annotations?: readonly string[];
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

/** The kinds of Kubernetes itself of whose objects some annotations are configuration of a mesh. */
export function annotatedKinds(meshes: readonly MeshAdapter[]): readonly MeshKind[] {
  return meshes.flatMap(({ id, annotated }) =>
    annotated.map(({ kind, annotations }) => ({ kind, meshes: [id], annotations })),
  );
}

/** The kind of an object; null when no mesh has such a kind, nor annotations on one. */
export function meshKindOf(meshes: readonly MeshAdapter[], ref: ObjectRef): MeshKind | null {
  const isIt = ({ kind }: MeshKind) =>
    resourceKey(kind) === resourceKey(ref) &&
    kind.kind === ref.kind &&
    (kind.clusterScoped === true) === (ref.namespace === '');
  return [...meshKinds(meshes), ...annotatedKinds(meshes)].find(isIt) ?? null;
}
