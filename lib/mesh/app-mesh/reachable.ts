import type { KubeObject } from '@/lib/domain/kube-object';
import type { PolicyWorkload } from '@/lib/domain/policy';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { keyOfObject, keyOfRef } from '@/lib/mesh/app-mesh/catalogue';
import {
  BACKEND_GROUP,
  MESH,
  VIRTUAL_NODE,
  VIRTUAL_ROUTER,
  VIRTUAL_SERVICE,
} from '@/lib/mesh/app-mesh/kinds';
import { nodeKeyOf, routesOf } from '@/lib/mesh/app-mesh/routes';
import { fieldsOf, labelsOf, listOf, textOf } from '@/lib/mesh/fields';
import { selects } from '@/lib/mesh/label-selector';
import { byNamespace } from '@/lib/mesh/workload-index';

/** A backend that a VirtualNode declares. */
export interface Backend {
  /** `namespace/name` of the VirtualService; null for one of AWS that no object names. */
  readonly service: string | null;
  readonly path: string;
  readonly clientPolicy: unknown;
}

/** How the nodes of App Mesh lie to one another. The objects are read once. */
export interface Reach {
  nodeOf(workload: PolicyWorkload): KubeObject | null;
  /** The VirtualServices that lead to a node, as `namespace/name`. */
  servicesOf(node: KubeObject): ReadonlySet<string>;
  backendsOf(node: KubeObject): readonly Backend[];
  /** The mesh that a node is of, where its object can be read. */
  meshOf(node: KubeObject): KubeObject | null;
}

/** Indexes nodes, services and routers. */
export function reachIn(objects: ObjectStore): Reach {
  const nodes = byNamespace(objects, VIRTUAL_NODE);
  const fronts = frontsOf(objects);
  const groups = new Map(objects.list(BACKEND_GROUP).map((group) => [keyOfObject(group), group]));
  const meshes = new Map(objects.list(MESH).map((mesh) => [mesh.metadata.name, mesh]));
  return {
    nodeOf: ({ namespace, labels }) =>
      (nodes.get(namespace) ?? []).find((node) => isOf(node, labels)) ?? null,
    servicesOf: (node) => fronts.get(keyOfObject(node)) ?? new Set(),
    backendsOf: (node) => [...ownBackends(node), ...groupBackends(node, groups)],
    meshOf: ({ spec }) =>
      meshes.get(textOf(fieldsOf(fieldsOf(spec)['meshRef'])['name']) ?? '') ?? null,
  };
}

/** A selector that asks for nothing is of no pods of the cluster. */
function isOf({ spec }: KubeObject, labels: Readonly<Record<string, string>>): boolean {
  const { podSelector } = fieldsOf(spec);
  const { matchLabels, matchExpressions } = fieldsOf(podSelector);
  const isEmpty =
    Object.keys(labelsOf(matchLabels)).length === 0 && listOf(matchExpressions).length === 0;
  return !isEmpty && selects(podSelector, labels);
}

/** The VirtualServices by the nodes that they lead to, straight or by a router. */
function frontsOf(objects: ObjectStore): ReadonlyMap<string, ReadonlySet<string>> {
  const behind = new Map(
    objects.list(VIRTUAL_ROUTER).map((router) => {
      const own = router.metadata.namespace ?? '';
      const targets = routesOf(router).flatMap((route) => route.targets);
      return [
        keyOfObject(router),
        targets.flatMap(({ host }) => nodeKeyOf(host, own) ?? []),
      ] as const;
    }),
  );
  const fronts = new Map<string, Set<string>>();
  for (const service of objects.list(VIRTUAL_SERVICE)) {
    const own = service.metadata.namespace ?? '';
    const { virtualRouter, virtualNode } = fieldsOf(fieldsOf(service.spec)['provider']);
    const node = keyOfRef(fieldsOf(virtualNode)['virtualNodeRef'], own);
    const router = keyOfRef(fieldsOf(virtualRouter)['virtualRouterRef'], own) ?? '';
    for (const key of [...(node === null ? [] : [node]), ...(behind.get(router) ?? [])]) {
      fronts.set(key, (fronts.get(key) ?? new Set()).add(keyOfObject(service)));
    }
  }
  return fronts;
}

function ownBackends(node: KubeObject): readonly Backend[] {
  const own = node.metadata.namespace ?? '';
  return listOf(fieldsOf(node.spec)['backends']).map((backend, i) => {
    const { virtualServiceRef, clientPolicy } = fieldsOf(fieldsOf(backend)['virtualService']);
    return { service: keyOfRef(virtualServiceRef, own), path: `spec.backends[${i}]`, clientPolicy };
  });
}

function groupBackends(
  node: KubeObject,
  groups: ReadonlyMap<string, KubeObject>,
): readonly Backend[] {
  const own = node.metadata.namespace ?? '';
  return listOf(fieldsOf(node.spec)['backendGroups']).flatMap((ref, i) => {
    const key = keyOfRef(ref, own);
    const group = key === null ? undefined : groups.get(key);
    return listOf(fieldsOf(group?.spec)['virtualservices']).map((service) => ({
      service: keyOfRef(service, group?.metadata.namespace ?? own),
      path: `spec.backendGroups[${i}]`,
      clientPolicy: undefined,
    }));
  });
}
