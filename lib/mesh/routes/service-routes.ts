import type { KubeObject, ResourceKind } from '@/lib/domain/kube-object';
import type { MeshId } from '@/lib/domain/model';
import { valueAt } from '@/lib/domain/pointer';
import type { Destination, RouteTable } from '@/lib/domain/routing/dialect';
import type { NodeFacts, ObjectStore } from '@/lib/mesh/adapter';
import { fieldsOf, hasLabels, labelsOf, listOf, numberOf } from '@/lib/mesh/fields';
import { CLUSTER_SUFFIX } from '@/lib/mesh/hosts';
import { SERVICE } from '@/lib/mesh/references';
import { newBackendRef } from '@/lib/mesh/routes/backend-refs';
import { servicesOfRoute } from '@/lib/mesh/routes/parents';
import { routeTable } from '@/lib/mesh/routes/routing';

/** The routes of a kind that are attached to a service. A new rule leads where the first one does. */
export function serviceRoutes(
  mesh: MeshId,
  node: NodeFacts,
  objects: ObjectStore,
  kind: ResourceKind,
  form: 'http' | 'grpc',
): readonly RouteTable[] {
  const { namespace, services } = node;
  const hosts = services.map((service) => `${service}.${namespace}.${CLUSTER_SUFFIX}`);
  return objects
    .list(kind)
    .filter((route) => servicesOfRoute(route).some((host) => hosts.includes(host)))
    .map((route) => {
      const first = valueAt(route, '/spec/rules/0/backendRefs/0');
      const destinations = destinationsOf(route, node, objects, first);
      return routeTable(mesh, route, kind, form, first, destinations);
    });
}

/** The services that select all of what the service selects, or some of it. */
function destinationsOf(
  route: KubeObject,
  { namespace, services }: NodeFacts,
  objects: ObjectStore,
  first: unknown,
): readonly Destination[] {
  const here = objects.list(SERVICE).filter(({ metadata }) => metadata.namespace === namespace);
  const families = here
    .filter(({ metadata }) => services.includes(metadata.name))
    .map(selectorOf)
    .filter((family) => Object.keys(family).length > 0);
  const port = numberOf(fieldsOf(first)['port']);
  return here
    .filter((service) => families.some((family) => hasLabels(selectorOf(service), family)))
    .map((service) => {
      const { name } = service.metadata;
      const isHere = route.metadata.namespace === namespace;
      const host = isHere ? name : `${name}.${namespace}`;
      const element = newBackendRef({ host, ...portOf(service, port) });
      return { to: host, element };
    });
}

function selectorOf({ spec }: KubeObject): Readonly<Record<string, string>> {
  return labelsOf(fieldsOf(spec)['selector']);
}

/** The port that other targets have; else the first of the service. */
function portOf({ spec }: KubeObject, wanted: number | undefined) {
  const ports = listOf(fieldsOf(spec)['ports']).flatMap(
    (port) => numberOf(fieldsOf(port)['port']) ?? [],
  );
  const port = ports.find((each) => each === wanted) ?? ports[0];
  return port === undefined ? {} : { port };
}
