/** A kind of object that the API serves. */
export interface ServedKind {
  readonly group: string;
  /** Preferred first. */
  readonly versions: readonly string[];
  readonly plural: string;
  readonly singular: string;
  readonly kind: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  /** Whether it is a custom resource: those refuse strategic merge patches. */
  readonly custom: boolean;
}

/** A namespaced kind of the core group. */
export function core(plural: string, kind: string, shortNames: readonly string[] = []): ServedKind {
  return {
    group: '',
    versions: ['v1'],
    plural,
    singular: kind.toLowerCase(),
    kind,
    shortNames,
    namespaced: true,
    custom: false,
  };
}

/** Makes namespaced custom resources of one group, which serves these versions. */
export function customGroup(group: string, versions: readonly string[]) {
  return (plural: string, kind: string, shortNames: readonly string[] = []): ServedKind => ({
    ...core(plural, kind, shortNames),
    group,
    versions,
    custom: true,
  });
}
