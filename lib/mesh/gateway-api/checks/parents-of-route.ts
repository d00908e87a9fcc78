import type { KubeObject } from '@/lib/domain/kube-object';
import { objectAt } from '@/lib/mesh/checks/indexes';
import type { Lookups } from '@/lib/mesh/checks/rule';
import { GATEWAY } from '@/lib/mesh/gateway-api/kinds';
import { fieldsOf, listOf, numberOf, textOf, type Fields } from '@/lib/mesh/fields';
import { parentsOf, type ParentRef } from '@/lib/mesh/routes/parents';

/** A Gateway that a route is attached to, and where the route says so. */
export interface GatewayParent {
  readonly parent: ParentRef;
  readonly gateway: KubeObject;
  readonly path: string;
}

/** Whether a parent is a Gateway of Gateway API. */
export function isGatewayParent({ group, kind }: ParentRef): boolean {
  return kind === 'Gateway' && group === GATEWAY.group;
}

/** The Gateways that a route is attached to and that can be read. */
export function gatewayParents(route: KubeObject, lookups: Lookups): readonly GatewayParent[] {
  return parentsOf(route).flatMap((parent, i) => {
    if (!isGatewayParent(parent)) return [];
    const gateway = objectAt(lookups, GATEWAY, parent.namespace, parent.name);
    return gateway === undefined ? [] : [{ parent, gateway, path: `/spec/parentRefs/${i}` }];
  });
}

/** One listener of a Gateway. */
export interface Listener {
  readonly index: number;
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly hostname?: string | undefined;
  readonly allowed: Fields;
}

/** Reads the listeners of a Gateway. */
export function listenersOf({ spec }: KubeObject): readonly Listener[] {
  return listOf(fieldsOf(spec)['listeners']).map((listener, index) => {
    const { name, port, protocol, hostname, allowedRoutes } = fieldsOf(listener);
    return {
      index,
      name: textOf(name) ?? '',
      port: numberOf(port) ?? 0,
      protocol: textOf(protocol) ?? '',
      hostname: textOf(hostname),
      allowed: fieldsOf(allowedRoutes),
    };
  });
}

/** The listeners that a parentRef means. */
export function listenersFor({ parent, gateway }: GatewayParent): readonly Listener[] {
  const { sectionName, port } = parent;
  return listenersOf(gateway).filter(
    (listener) =>
      (sectionName === undefined || listener.name === sectionName) &&
      (port === undefined || listener.port === port),
  );
}
