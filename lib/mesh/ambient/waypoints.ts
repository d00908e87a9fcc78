import type { KubeObject } from '@/lib/domain/kube-object';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { membershipOf } from '@/lib/mesh/ambient/detect';
import { NAMESPACES, PODS } from '@/lib/mesh/core-kinds';
import { fieldsOf, hasLabels, labelsOf } from '@/lib/mesh/fields';

const USE_WAYPOINT = 'istio.io/use-waypoint';

/**
 * Says of a Service whether ztunnel alone serves it: its pods are in ambient mode, and neither it nor its
 * namespace uses a waypoint. Routes attached to it have no effect then, since ztunnel knows no requests.
 *
 * @returns A function of the Service; the objects are read once.
 */
export function servedByZtunnelAlone(objects: ObjectStore): (service: KubeObject) => boolean {
  const captured = objects.list(PODS).filter((pod) => membershipOf(pod).inMesh);
  const namespaces = new Map(
    objects.list(NAMESPACES).map(({ metadata }) => [metadata.name, metadata.labels ?? {}]),
  );
  return ({ metadata, spec }) => {
    const { namespace = '', labels = {} } = metadata;
    const waypoint = labels[USE_WAYPOINT] ?? namespaces.get(namespace)?.[USE_WAYPOINT] ?? 'none';
    const selector = labelsOf(fieldsOf(spec)['selector']);
    if (waypoint !== 'none' || Object.keys(selector).length === 0) return false;
    return captured.some(
      ({ metadata: pod }) => pod.namespace === namespace && hasLabels(pod.labels ?? {}, selector),
    );
  };
}
