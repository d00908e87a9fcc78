import { routesOf } from '../meshes/registry';
import { shopObjects } from '../meshes/istio/shop-objects';
import { withStandbyVersions } from '../kubernetes/standby';
import { createObjectStore } from '../kubernetes/store';
import { workloadObjects } from '../kubernetes/workload-objects';
import { indexRoutes } from '../model/routing';
import type { JsonObject } from '../kubernetes/json';
import type { DemoTopology } from '../model/types';
import type { Routing } from '../route-history';
import { createShop } from '../meshes/istio/shop';
import { mapMesh, type MeshMap } from './mesh-map';
import { createTraceStore } from './trace-store';
import type { TraceStore } from './types';

/** The moment at which the tests look. */
export const NOW = 1_795_418_000;

export interface TestMesh {
  readonly map: MeshMap;
  readonly routing: Routing;
}

/** A topology, by default the demo shop's, and its routes, as the traces need them. */
export function testMesh(
  topology: DemoTopology = withStandbyVersions(createShop({ seed: 7 }), 7),
  objects: readonly JsonObject[] = shopObjects(),
): TestMesh {
  const routes = routesOf(createObjectStore([...workloadObjects(topology), ...objects]));
  return { map: mapMesh({ ...topology, routes }), routing: indexRoutes(routes) };
}

/** A store of the demo shop's traces at `NOW`. */
export function testStore({ map, routing }: TestMesh = testMesh(), now = NOW): TraceStore {
  return createTraceStore({ seed: 7, map, routingAt: () => routing, now: () => now });
}
