import type { ObjectStore } from '../kubernetes/store';
import { ISTIO_PART } from './istio/part';
import type { MeshPart, ServiceRouting } from './part';

/** Every mesh that the demo plays. A new one is a folder here and one line. */
export const MESH_PARTS: readonly MeshPart[] = [ISTIO_PART];

/**
 * How the objects in force share out each service's requests. Where several meshes route one service, the
 * first of the list does.
 */
export function routesOf(store: ObjectStore): readonly ServiceRouting[] {
  const routes = new Map<string, ServiceRouting>();
  for (const route of MESH_PARTS.flatMap((part) => part.routes(store))) {
    if (!routes.has(route.service)) routes.set(route.service, route);
  }
  return [...routes.values()];
}

/** Whether a write to an object of this API group may change routing. */
export function isRoutingGroup(group: string): boolean {
  return MESH_PARTS.some(({ routingGroups }) => routingGroups.includes(group));
}

/** What the proxies of every mesh report. */
export const MESH_METRICS = MESH_PARTS.map(({ metrics }) => metrics);
