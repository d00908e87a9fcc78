import { parseAllDocuments } from 'yaml';
import type { Finding } from '@/lib/domain/finding';
import { resourceKey, type KubeObject, type ResourceKind } from '@/lib/domain/kube-object';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { CheckEngine, type MeshRule, type Reach } from '@/lib/mesh/checks/engine';
import { MESHES } from '@/lib/mesh/registry';

/** What one rule shall find, and what it shall leave alone. */
export interface RuleCase {
  /** Objects as YAML documents, beside those of the world. */
  readonly broken: string;
  readonly clean: string;
  /** Where in the broken object. */
  readonly path: string;
}

const CORE: readonly ResourceKind[] = [
  { group: '', plural: 'namespaces', kind: 'Namespace', versions: ['v1'], clusterScoped: true },
  { group: '', plural: 'pods', kind: 'Pod', versions: ['v1'] },
  { group: '', plural: 'services', kind: 'Service', versions: ['v1'] },
  { group: 'apps', plural: 'deployments', kind: 'Deployment', versions: ['v1'] },
];

/** Every kind that is read, each once. */
export const ALL_KINDS: readonly ResourceKind[] = [
  ...new Map(
    [...CORE, ...MESHES.flatMap(({ kinds }) => kinds)].map((kind) => [resourceKey(kind), kind]),
  ).values(),
];

/** The rules of all meshes. */
export const ALL_RULES: readonly MeshRule[] = MESHES.flatMap(({ id, rules }) =>
  rules.map((rule) => ({ mesh: id, rule })),
);

/** A viewer who may read everything. */
export const ALL_KNOWN: Reach = { key: 'all', knows: () => true };

/** Reads objects from YAML documents; one without a namespace is in `shop`, unless its kind is in none. */
export function objectsFrom(text: string): readonly KubeObject[] {
  return parseAllDocuments(text).flatMap((document): KubeObject[] => {
    // eslint-disable-next-line @typescript-eslint/no-unsafe-assignment -- a test's own text
    const value: KubeObject | null = document.toJS();
    if (value === null) return [];
    const kind = kindOf(value);
    const namespace = value.metadata.namespace ?? 'shop';
    return [
      kind.clusterScoped === true
        ? value
        : { ...value, metadata: { ...value.metadata, namespace } },
    ];
  });
}

/** A store of objects of any of the kinds that are read. */
export function storeOfObjects(objects: readonly KubeObject[]): ObjectStore {
  const lists = new Map<string, KubeObject[]>();
  for (const object of objects) {
    const key = resourceKey(kindOf(object));
    lists.set(key, [...(lists.get(key) ?? []), object]);
  }
  return { list: (kind) => lists.get(resourceKey(kind)) ?? [], has: () => true };
}

/** The kind of an object. @throws when it is none that is read */
export function kindOf({ apiVersion, kind }: KubeObject): ResourceKind {
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
  const found = ALL_KINDS.find((each) => each.kind === kind && each.group === group);
  if (found === undefined) throw new TypeError(`no kind that is read: ${group}/${kind}`);
  return found;
}

/** What all rules of all meshes find among objects. */
export function findingsAmong(
  objects: readonly KubeObject[],
  reach: Reach = ALL_KNOWN,
): readonly Finding[] {
  const engine = new CheckEngine(ALL_RULES, ALL_KINDS);
  engine.update(storeOfObjects(objects), reach);
  engine.settle();
  return engine.findings();
}

/** A finding in one line, for comparing. */
export function lineOf({ code, object, path }: Finding): string {
  return `${code} ${object.kind} ${object.namespace}/${object.name} ${path}`;
}
