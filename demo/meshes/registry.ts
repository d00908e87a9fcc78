import type { ObjectStore } from '../kubernetes/store';
import { AMBIENT_PART } from './ambient/part';
import { APP_MESH_PART } from './app-mesh/part';
import { CONSUL_PART } from './consul/part';
import { GATEWAY_API_PART } from './gateway-api/part';
import { ISTIO_PART } from './istio/part';
import type { DemoMesh } from '../model/types';
import type { SpanStyle } from '../tracing/span-style';
import { ISTIO_SPANS } from './istio/spans';
import { LINKERD_PART } from './linkerd/part';
import { MIGRATION_PART } from './migration/part';
import type { MeshPart, ServiceRouting } from './part';

/** Every mesh that the demo plays. A new one is a folder here and one line. */
export const MESH_PARTS: readonly MeshPart[] = [
  ISTIO_PART,
  AMBIENT_PART,
  CONSUL_PART,
  APP_MESH_PART,
  LINKERD_PART,
  MIGRATION_PART,
  GATEWAY_API_PART,
];

/**
 * How the objects in force share out each service's requests. Where several meshes route one service for the
 * same callers, the first of the list does.
 */
export function routesOf(store: ObjectStore): readonly ServiceRouting[] {
  return MESH_PARTS.flatMap((part) => part.routes(store));
}

/** Whether a write to an object of this API group may change routing. */
export function isRoutingGroup(group: string): boolean {
  return MESH_PARTS.some(({ routingGroups }) => routingGroups.includes(group));
}

/** How the proxies of a mesh write spans; like Istio's where nothing else is known. */
export function spansOf(mesh: DemoMesh | null): SpanStyle {
  const part = MESH_PARTS.find((each) => mesh !== null && each.mesh === mesh);
  return part?.spans ?? ISTIO_SPANS;
}

/** What the proxies of every mesh report. */
export const MESH_METRICS = MESH_PARTS.map(({ metrics }) => metrics);
