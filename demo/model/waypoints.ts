import type { DemoService, DemoWorkload } from './types';

/** What a waypoint's Gateway, and with it its workload, is called. */
export const WAYPOINT = 'waypoint';

/** The namespaces whose services are behind a waypoint. */
const SERVED_NAMESPACES: ReadonlySet<string> = new Set(['booking']);

interface Ends {
  readonly source: DemoWorkload | null;
  readonly service: Pick<DemoService, 'namespace'>;
}

/** Whether a namespace has a waypoint in front of its services. */
export function hasWaypoint(namespace: string): boolean {
  return SERVED_NAMESPACES.has(namespace);
}

/** Whether a workload is a waypoint. */
export function isWaypoint({ mesh, name }: Pick<DemoWorkload, 'mesh' | 'name'>): boolean {
  return mesh === 'ambient' && name === WAYPOINT;
}

/** Whether a call goes through a waypoint: it is ztunnel that sends it there, so only callers of ambient mode are. */
export function crossesWaypoint({ source, service }: Ends): boolean {
  return source?.mesh === 'ambient' && hasWaypoint(service.namespace);
}
