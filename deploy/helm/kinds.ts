import { resourceKey } from '@/lib/domain/kube-object';
import { annotatedKinds, meshKinds } from '@/lib/mesh/mesh-kinds';
import { MESHES } from '@/lib/mesh/registry';
import { CORE_KINDS } from '@/lib/server/objects/load-objects';

/** A kind as the chart's templates know it. */
export interface ChartKind {
  readonly group: string;
  readonly plural: string;
  /** Whether one object is read by its name, before a split in it is changed. */
  readonly carrier: boolean;
  /** Whether its objects are a mesh's own configuration, which people may be let change. */
  readonly configuration: boolean;
  /** Whether annotations of its objects are, which people may be let change too. */
  readonly annotated: boolean;
  readonly clusterScoped: boolean;
}

/** Everything that the console reads of a cluster, each kind once, in a fixed order. */
export function chartKinds(): readonly ChartKind[] {
  const configuration = new Set(meshKinds(MESHES).map(({ kind }) => resourceKey(kind)));
  const annotated = new Set(annotatedKinds(MESHES).map(({ kind }) => resourceKey(kind)));
  const carriers = new Set(MESHES.flatMap((mesh) => mesh.carriers.map(resourceKey)));
  const kinds = [...CORE_KINDS, ...MESHES.flatMap((mesh) => mesh.kinds)];
  const byKey = new Map(kinds.map((kind) => [resourceKey(kind), kind]));
  return [...byKey]
    .map(([key, { group, plural, clusterScoped = false }]) => ({
      ...{ group, plural, carrier: carriers.has(key) },
      ...{ configuration: configuration.has(key) },
      ...{ annotated: annotated.has(key), clusterScoped },
    }))
    .toSorted((a, b) => compare(a.group, b.group) || compare(a.plural, b.plural));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** The text of the chart's file of kinds. */
export function kindsFile(): string {
  const lines = chartKinds().map((kind) => `  ${JSON.stringify(kind)}`);
  return `[\n${lines.join(',\n')}\n]\n`;
}
