import type { KubeObject } from '@/lib/domain/kube-object';
import { fieldsOf, listOf, numberOf, textOf } from '@/lib/mesh/fields';
import { CLUSTER_SUFFIX } from '@/lib/mesh/hosts';
import { isServiceRef } from '@/lib/mesh/routes/backend-refs';

/** What a route is attached to, with what the API server fills in where it is left out. */
export interface ParentRef {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** The listener of a Gateway, or the port of a Service by its name. */
  readonly sectionName?: string | undefined;
  readonly port?: number | undefined;
}

/** Reads the parents of a route. One that names no group is of the route's own, as its CRD says. */
export function parentsOf(route: KubeObject): readonly ParentRef[] {
  return listOf(fieldsOf(route.spec)['parentRefs']).map((parent) => parentRefOf(parent, route));
}

/** Reads one reference to a parent, which may stand in the status of the route too. */
export function parentRefOf(parent: unknown, route: KubeObject): ParentRef {
  const { group, kind, namespace, name, sectionName, port } = fieldsOf(parent);
  const [ownGroup = ''] = route.apiVersion.split('/');
  const section = textOf(sectionName);
  const number = numberOf(port);
  return {
    group: typeof group === 'string' ? group : ownGroup,
    kind: textOf(kind) ?? 'Gateway',
    namespace: textOf(namespace) ?? route.metadata.namespace ?? '',
    name: textOf(name) ?? '',
    ...(section === undefined ? {} : { sectionName: section }),
    ...(number === undefined ? {} : { port: number }),
  };
}

/** Whether a parent is a Service, so that the route is for calls inside the mesh. */
export function isServiceParent(parent: ParentRef): boolean {
  return isServiceRef(parent);
}

/** The services that a route is attached to, by their fully qualified names. */
export function servicesOfRoute(route: KubeObject): readonly string[] {
  return [...new Set(parentsOf(route).filter(isServiceParent).map(serviceHost))];
}

/** The fully qualified name of a Service that is a parent. */
export function serviceHost({ name, namespace }: Pick<ParentRef, 'name' | 'namespace'>): string {
  return `${name}.${namespace}.${CLUSTER_SUFFIX}`;
}
