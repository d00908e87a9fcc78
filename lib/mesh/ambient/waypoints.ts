import type { KubeObject } from '@/lib/domain/kube-object';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { isCaptured } from '@/lib/mesh/ambient/captured';
import { NAMESPACES, PODS, SERVICES } from '@/lib/mesh/core-kinds';
import { selectsAny } from '@/lib/mesh/workload-index';

type Labels = Readonly<Record<string, string>>;

/** Names the waypoint that serves a pod, a Service or all that is in a Namespace; `none` for none. */
export const USE_WAYPOINT = 'istio.io/use-waypoint';

/**
 * Says of a Service whether ztunnel alone serves it: its pods are in ambient mode, and neither it nor its
 * namespace uses a waypoint. Routes attached to it have no effect then, since ztunnel knows no requests.
 *
 * @returns A function of the Service; the objects are read once.
 */
export function servedByZtunnelAlone(objects: ObjectStore): (service: KubeObject) => boolean {
  const captured = objects.list(PODS).filter(isCaptured);
  const namespaces = new Map(
    objects.list(NAMESPACES).map(({ metadata }) => [metadata.name, metadata.labels ?? {}]),
  );
  return (service) =>
    isServedByZtunnelAlone(service, namespaces.get(service.metadata.namespace ?? ''), captured);
}

/** Whether ztunnel alone serves a Service, by the labels of its namespace and the captured pods around it. */
export function isServedByZtunnelAlone(
  service: KubeObject,
  ofNamespace: Labels | undefined,
  captured: readonly KubeObject[],
): boolean {
  const waypoint = service.metadata.labels?.[USE_WAYPOINT] ?? ofNamespace?.[USE_WAYPOINT] ?? 'none';
  return waypoint === 'none' && selectsAny(service, captured);
}

export interface Waypoint {
  readonly namespace: string;
  readonly name: string;
}

/**
 * Finds the waypoint that calls to services of a namespace go through: by the label of the Service, else of the
 * namespace; `none` says that there is none.
 *
 * @returns A function of the namespace and the services that were addressed; the objects are read once.
 */
export function waypointFinder(
  objects: ObjectStore,
): (namespace: string, services: readonly string[]) => Waypoint | null {
  const labelsOf = (kind: typeof NAMESPACES | typeof SERVICES) =>
    new Map(
      objects
        .list(kind)
        .map(({ metadata }) => [
          `${metadata.namespace ?? ''}/${metadata.name}`,
          metadata.labels ?? {},
        ]),
    );
  const services = labelsOf(SERVICES);
  const namespaces = labelsOf(NAMESPACES);
  return (namespace, addressed) => {
    const candidates = [
      ...addressed.map((name) => services.get(`${namespace}/${name}`) ?? {}),
      namespaces.get(`/${namespace}`) ?? {},
    ];
    const labels = candidates.find((each) => each[USE_WAYPOINT] !== undefined);
    const name = labels?.[USE_WAYPOINT];
    if (labels === undefined || name === undefined || name === 'none') return null;
    return { namespace: labels[`${USE_WAYPOINT}-namespace`] ?? namespace, name };
  };
}
