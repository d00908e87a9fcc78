import type { KubeObject } from '@/lib/domain/kube-object';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { VIRTUAL_NODE, VIRTUAL_ROUTER, VIRTUAL_SERVICE } from '@/lib/mesh/app-mesh/kinds';
import { fieldsOf, labelsOf, listOf, textOf } from '@/lib/mesh/fields';
import { selects } from '@/lib/mesh/label-selector';
import {
  groupByKeys,
  indexWorkloads,
  type Backend,
  type Table,
  type WorkloadIndex,
} from '@/lib/mesh/workload-index';

/** What reading splits looks up again and again. */
export interface Catalogue extends Directory {
  readonly routers: readonly KubeObject[];
  readonly nodes: ReadonlyMap<string, KubeObject>;
}

/** What a route leads to, and who leads to it, by `namespace/name`. */
export interface Directory extends WorkloadIndex {
  readonly nodes: Table<KubeObject>;
  /** The VirtualServices that a router answers for. */
  readonly fronts: Table<readonly KubeObject[]>;
  /** Whether VirtualNodes can be read at all. */
  readonly knowsNodes: boolean;
}

/** Indexes the objects that splits are read from. */
export function catalogueOf(objects: ObjectStore): Catalogue {
  const nodes = objects.list(VIRTUAL_NODE);
  return {
    ...indexWorkloads(objects),
    routers: objects.list(VIRTUAL_ROUTER),
    nodes: new Map(nodes.map((node) => [keyOfObject(node), node])),
    fronts: groupByKeys(objects.list(VIRTUAL_SERVICE), routersBehind),
    knowsNodes: objects.has(VIRTUAL_NODE),
  };
}

/** The router that answers for a VirtualService, by `namespace/name`. */
export function routersBehind({ spec, metadata }: KubeObject): readonly string[] {
  const router = fieldsOf(fieldsOf(fieldsOf(spec)['provider'])['virtualRouter']);
  const key = keyOfRef(router['virtualRouterRef'], metadata.namespace ?? '');
  return key === null ? [] : [key];
}

/** A reference by name; without a namespace it means that of the object that holds it. */
export function keyOfRef(ref: unknown, own: string): string | null {
  const { name, namespace } = fieldsOf(ref);
  const text = textOf(name);
  return text === undefined ? null : `${textOf(namespace) ?? own}/${text}`;
}

export function keyOfObject({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

/** The workloads whose pods a VirtualNode is: one without a selector is none of the cluster's. */
export function workloadsOf(node: KubeObject, { workloads }: WorkloadIndex): readonly Backend[] {
  const { podSelector } = fieldsOf(node.spec);
  const { matchLabels, matchExpressions } = fieldsOf(podSelector);
  const isEmpty =
    Object.keys(labelsOf(matchLabels)).length === 0 && listOf(matchExpressions).length === 0;
  if (isEmpty) return [];
  return (workloads.get(node.metadata.namespace ?? '') ?? [])
    .filter(({ labels }) => selects(podSelector, labels))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The host at which callers find a VirtualNode: as its DNS discovery says, else that of its own name. */
export function hostOfNode({ metadata, spec }: KubeObject): string {
  const dns = fieldsOf(fieldsOf(fieldsOf(spec)['serviceDiscovery'])['dns']);
  const host = textOf(dns['hostname']);
  return host ?? `${metadata.name}.${metadata.namespace ?? ''}.svc.cluster.local`;
}

/** How many listeners a VirtualNode has. */
export function listenersOf({ spec }: KubeObject): number {
  return listOf(fieldsOf(spec)['listeners']).length;
}
