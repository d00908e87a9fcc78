import type { ResourceKind } from '@/lib/domain/kube-object';
import type { MeshId } from '@/lib/domain/model';
import { valueAt } from '@/lib/domain/pointer';
import type { RouteTable } from '@/lib/domain/routing/dialect';
import type { NodeFacts, ObjectStore } from '@/lib/mesh/adapter';
import { CLUSTER_SUFFIX } from '@/lib/mesh/hosts';
import { servicesOfRoute } from '@/lib/mesh/routes/parents';
import { routeTable } from '@/lib/mesh/routes/routing';

/** The routes of a kind that are attached to a service. A new rule leads where the first one does. */
export function serviceRoutes(
  mesh: MeshId,
  { namespace, services }: NodeFacts,
  objects: ObjectStore,
  kind: ResourceKind,
  form: 'http' | 'grpc',
): readonly RouteTable[] {
  const hosts = services.map((service) => `${service}.${namespace}.${CLUSTER_SUFFIX}`);
  return objects
    .list(kind)
    .filter((route) => servicesOfRoute(route).some((host) => hosts.includes(host)))
    .map((route) =>
      routeTable(mesh, route, kind, form, valueAt(route, '/spec/rules/0/backendRefs/0')),
    );
}
