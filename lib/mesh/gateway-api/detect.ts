import type { Detection, ObjectStore, PodMembership } from '@/lib/mesh/adapter';
import { fieldsOf, textOf } from '@/lib/mesh/fields';
import { GATEWAY_CLASS, ROUTE_KINDS } from '@/lib/mesh/gateway-api/kinds';
import { isServiceParent, parentsOf } from '@/lib/mesh/routes/parents';

/**
 * Finds out whether Gateway API is here: its definitions, the controllers that offer gateways, and how many
 * routes are for calls inside the mesh. No namespace or pod is part of it: its routes are served by a mesh.
 */
export function detect(objects: ObjectStore): Detection {
  const served = ROUTE_KINDS.map(([kind]) => kind).filter((kind) => objects.has(kind));
  const routes = served.flatMap((kind) => objects.list(kind));
  const inside = routes.filter((route) => parentsOf(route).some(isServiceParent)).length;
  const evidence = [
    ...served.map(({ plural, group }) => `CRD ${plural}.${group}`),
    ...objects.list(GATEWAY_CLASS).map(({ metadata, spec }) => {
      const controller = textOf(fieldsOf(spec)['controllerName']) ?? 'an unknown controller';
      return `GatewayClass ${metadata.name} of ${controller}`;
    }),
    ...(inside > 0 ? [`${inside} routes attached to Services`] : []),
    ...(routes.length > inside ? [`${routes.length - inside} routes attached to gateways`] : []),
  ];
  return {
    mesh: 'gateway-api',
    present: evidence.length > 0,
    evidence,
    controlPlane: [],
    proxies: new Map(),
    namespaces: new Map(),
  };
}

/** No pod is part of Gateway API; see `detect`. */
export function membershipOf(): PodMembership {
  return { inMesh: false };
}
