/** A Kubernetes object, as it came. Custom resources have no schema of ours. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string | undefined;
    readonly uid?: string | undefined;
    readonly resourceVersion?: string | undefined;
    readonly generation?: number | undefined;
    readonly creationTimestamp?: string | undefined;
    readonly labels?: Readonly<Record<string, string>> | undefined;
    readonly annotations?: Readonly<Record<string, string>> | undefined;
    readonly managedFields?: readonly unknown[] | undefined;
    readonly ownerReferences?: readonly unknown[] | undefined;
  };
  readonly spec?: unknown;
  readonly status?: unknown;
  readonly [field: string]: unknown;
}

/** A kind that an adapter reads. The server discovers which of the versions is served. */
export interface ResourceKind {
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
  /** Preferred first. */
  readonly versions: readonly string[];
  /** Set for a kind whose objects are in no namespace. */
  readonly clusterScoped?: true;
}

/** The key of a kind in an ObjectStore. Plurals collide between groups, so both are in it. */
export function resourceKey({ group, plural }: Pick<ResourceKind, 'group' | 'plural'>): string {
  return `${plural}.${group}`;
}
