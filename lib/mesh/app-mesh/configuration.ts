import type { KubeObject } from '@/lib/domain/kube-object';
import type { AppliedObject, NodeFacts, ObjectStore } from '@/lib/mesh/adapter';
import { hostOfNode, keyOfObject, keyOfRef } from '@/lib/mesh/app-mesh/catalogue';
import {
  GATEWAY_ROUTE,
  MESH,
  VIRTUAL_NODE,
  VIRTUAL_ROUTER,
  VIRTUAL_SERVICE,
} from '@/lib/mesh/app-mesh/kinds';
import { nodeKeyOf, ROUTE_FIELDS, routesOf } from '@/lib/mesh/app-mesh/routes';
import { fieldsOf, hasLabels, labelsOf } from '@/lib/mesh/fields';

/**
 * Finds the objects that apply to a node: the VirtualNode that is its pods, the routers that lead to that, the
 * VirtualServices and GatewayRoutes in front of those, and the mesh.
 *
 * Not told: selectors by expression, and objects in AWS that no object of the cluster mirrors.
 */
export function configurationOf(node: NodeFacts, objects: ObjectStore): readonly AppliedObject[] {
  const nodes = objects.list(VIRTUAL_NODE).flatMap((object) => ofPods(object, node));
  if (nodes.length === 0) return [];
  const nodeKeys = nodes.map(({ object }) => keyOfObject(object));
  const routers = objects.list(VIRTUAL_ROUTER).flatMap((object) => byTarget(object, nodeKeys));
  const routerKeys = routers.map(({ object }) => keyOfObject(object));
  const services = objects
    .list(VIRTUAL_SERVICE)
    .flatMap((object) => byProvider(object, routerKeys, nodeKeys));
  const serviceKeys = services.map(({ object }) => keyOfObject(object));
  return [
    ...nodes,
    ...routers,
    ...services,
    ...objects.list(GATEWAY_ROUTE).flatMap((object) => byGatewayTarget(object, serviceKeys)),
    ...objects.list(MESH).map((object) => ({ object, because: 'It is the mesh itself.' })),
  ];
}

function ofPods(object: KubeObject, { namespace, podLabels }: NodeFacts): AppliedObject[] {
  if (object.metadata.namespace !== namespace) return [];
  const wanted = labelsOf(fieldsOf(fieldsOf(object.spec)['podSelector'])['matchLabels']);
  const isIt =
    Object.keys(wanted).length > 0 && podLabels.some((labels) => hasLabels(labels, wanted));
  return isIt ? [{ object, because: `It is its pods, found at ${hostOfNode(object)}.` }] : [];
}

function byTarget(object: KubeObject, nodes: readonly string[]): AppliedObject[] {
  const own = object.metadata.namespace ?? '';
  const leads = routesOf(object)
    .flatMap(({ targets }) => targets)
    .some(({ host }) => nodes.includes(nodeKeyOf(host, own) ?? ''));
  return leads ? [{ object, because: 'One of its routes leads here.' }] : [];
}

function byProvider(
  object: KubeObject,
  routers: readonly string[],
  nodes: readonly string[],
): AppliedObject[] {
  const own = object.metadata.namespace ?? '';
  const { virtualRouter, virtualNode } = fieldsOf(fieldsOf(object.spec)['provider']);
  const router = keyOfRef(fieldsOf(virtualRouter)['virtualRouterRef'], own);
  const node = keyOfRef(fieldsOf(virtualNode)['virtualNodeRef'], own);
  if (router !== null && routers.includes(router)) {
    return [{ object, because: `Callers use it; the router ${router} answers for it.` }];
  }
  if (node === null || !nodes.includes(node)) return [];
  return [{ object, because: 'Callers use it, and it leads straight here.' }];
}

function byGatewayTarget(object: KubeObject, services: readonly string[]): AppliedObject[] {
  const own = object.metadata.namespace ?? '';
  const found = Object.keys(ROUTE_FIELDS)
    .map((field) => fieldsOf(fieldsOf(fieldsOf(object.spec)[field])['action']))
    .map(({ target }) => fieldsOf(fieldsOf(target)['virtualService'])['virtualServiceRef'])
    .map((ref) => keyOfRef(ref, own))
    .find((key) => key !== null && services.includes(key));
  if (found == null) return [];
  return [{ object, because: `It lets calls for ${found} in through a gateway.` }];
}
