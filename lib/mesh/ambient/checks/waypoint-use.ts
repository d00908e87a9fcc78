import type { KubeObject } from '@/lib/domain/kube-object';
import { objectAt } from '@/lib/mesh/checks/indexes';
import type { KindRef, Lookups } from '@/lib/mesh/checks/rule';
import { membershipOf } from '@/lib/mesh/ambient/detect';
import { USE_WAYPOINT } from '@/lib/mesh/ambient/waypoints';
import { NAMESPACES } from '@/lib/mesh/core-kinds';

/** Gateways of Gateway API, which waypoints are. */
export const API_GATEWAY: KindRef = { group: 'gateway.networking.k8s.io', plural: 'gateways' };

const ELSEWHERE = 'istio.io/use-waypoint-namespace';

/** A waypoint that an object says it uses. */
export interface UsedWaypoint {
  readonly namespace: string;
  readonly name: string;
}

/** The waypoint that an object itself names; null when it names none. */
export function waypointOf({ kind, metadata }: KubeObject): UsedWaypoint | null {
  const name = metadata.labels?.[USE_WAYPOINT];
  if (name === undefined || name === 'none') return null;
  const own = kind === 'Namespace' ? metadata.name : (metadata.namespace ?? '');
  return { namespace: metadata.labels?.[ELSEWHERE] ?? own, name };
}

/** Whether an object, or else its namespace, uses a waypoint. */
export function usesWaypoint(object: KubeObject, lookups: Lookups): boolean {
  const own = object.metadata.labels?.[USE_WAYPOINT];
  if (own !== undefined) return own !== 'none';
  const namespace = objectAt(lookups, NAMESPACES, '', object.metadata.namespace ?? '');
  return namespace !== undefined && waypointOf(namespace) !== null;
}

/** Whether a pod or what makes it is captured by ztunnel. */
export function isCaptured(pod: KubeObject): boolean {
  return membershipOf(pod).inMesh;
}
