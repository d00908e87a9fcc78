import type { MeshFinding, MeshNamespace } from '@/lib/contract/meshes';
import type { MeshesPage } from '@/lib/contract/meshes-url';

/** Pods of a namespace that are in any mesh. */
export function podsInside({ pods, podsOutside }: Pick<MeshNamespace, 'pods' | 'podsOutside'>) {
  return pods - podsOutside;
}

/** Whether only some pods of a namespace take part in anything. */
export function isPartial(namespace: MeshNamespace): boolean {
  return podsInside(namespace) > 0 && namespace.podsOutside > 0;
}

/** The namespaces that the page asks for. */
export function namespacesToShow(
  namespaces: readonly MeshNamespace[],
  { show, mesh, search }: MeshesPage,
): readonly MeshNamespace[] {
  const wanted = search.toLowerCase();
  return namespaces.filter(
    (namespace) =>
      namespace.name.includes(wanted) &&
      (mesh === '' || namespace.memberships.some((membership) => membership.mesh === mesh)) &&
      (show !== 'partial' || isPartial(namespace)) &&
      (show !== 'outside' || namespace.podsOutside > 0),
  );
}

/** What does not fit together in a namespace, in sentences. */
export function oddities({ pods, podsOutside, memberships }: MeshNamespace): readonly string[] {
  const enrolled = memberships.some(({ injection }) => injection === 'enabled');
  const isIn = memberships.filter(({ podsInMesh }) => podsInMesh > 0);
  return [
    ...(enrolled && pods > 0 && isIn.length === 0
      ? ['It is enrolled, but none of its pods takes part: they started before, or opted out.']
      : []),
    ...(enrolled && isIn.length > 0 && podsOutside > 0
      ? [`${podsOutside} of ${pods} pods take part in no mesh.`]
      : []),
    ...(isIn.length > 1 ? ['Its pods are in several meshes, as during a migration.'] : []),
    ...isIn
      .filter(({ injection }) => injection !== 'enabled')
      .map(
        ({ podsInMesh }) => `${podsInMesh} pods take part though the namespace does not say so.`,
      ),
  ];
}

/** Whether something of the control plane is not as many as it should be. */
export function isShort({ controlPlane }: MeshFinding): boolean {
  return controlPlane.some(
    ({ ready, wanted }) => ready !== undefined && wanted !== undefined && ready < wanted,
  );
}

export interface Totals {
  readonly namespaces: number;
  readonly pods: number;
}

/** How many namespaces and pods take part in a mesh. */
export function totalsOf(mesh: string, namespaces: readonly MeshNamespace[]): Totals {
  const memberships = namespaces.flatMap((each) =>
    each.memberships.filter((membership) => membership.mesh === mesh),
  );
  return {
    namespaces: memberships.length,
    pods: memberships.reduce((sum, { podsInMesh }) => sum + podsInMesh, 0),
  };
}
