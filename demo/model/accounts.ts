import type { DemoMesh, DemoService, DemoWorkload, TrueEdge } from './types';
import { crossesWaypoint, hasWaypoint } from './waypoints';

/** Sidecars and ztunnel are one mesh: each knows whom it talks to in the other. */
export function isIstio(mesh: DemoMesh | null | undefined): boolean {
  return mesh === 'istio' || mesh === 'ambient';
}

interface Ends {
  readonly source: DemoWorkload | null;
  readonly target: DemoWorkload | null;
}

interface Call extends Ends {
  readonly service: DemoService;
}

/**
 * Whose figures of a call a console should show. Those of the client's proxy, which include the way there and
 * back; but of the server's where nobody else tells, where it names its callers (Istio's, those of Istio) and
 * where the client's does not name it (Istio's, a server of Linkerd). A waypoint tells what the server would;
 * ztunnel, which stands beside a server without one, knows no requests.
 */
export function accountOf(call: Call): 'server' | 'client' {
  const { source, target } = call;
  if (target === null) return 'client';
  if (source === null) return 'server';
  if (target.mesh === 'ambient') return crossesWaypoint(call) ? 'server' : 'client';
  const reports = isIstio(target.mesh) || target.mesh === 'linkerd';
  return isIstio(source.mesh) && reports ? 'server' : 'client';
}

/**
 * Which of Istio's proxies tells of a call's requests, where one of its ends is in ambient mode. Where it is
 * ztunnel nobody does: there are connections only.
 */
export function tellerOf({ meshes, host }: TrueEdge): 'waypoint' | 'sidecar' | 'ztunnel' {
  const [from, to] = meshes;
  const [, namespace = ''] = host.split('.');
  if (from === 'ambient' && hasWaypoint(namespace)) return 'waypoint';
  return from === 'istio' || to === 'istio' ? 'sidecar' : 'ztunnel';
}

/** Whether a client's proxy is told the workload of every pod of the cluster, whatever runs beside it. */
export function namesAnyPod(source: DemoWorkload | null): boolean {
  return source?.mesh === 'linkerd';
}

/**
 * Whether any proxy can tell how a call was protected: the server's of Istio and Linkerd, any other mesh's
 * client; Consul's server too of callers outside, whose plain text another listener takes.
 */
export function knowsEncryption({ source, target, service }: Call): boolean {
  if (target !== null && (isIstio(target.mesh) || target.mesh === 'linkerd')) return true;
  if (target?.mesh === 'consul' && source === null) return service.protocol === 'tcp';
  return source !== null && source.mesh !== null && !isIstio(source.mesh);
}

/** Whether a call between two workloads can be under mutual TLS at all: both must be in one mesh. */
export function canEncrypt({ source, target }: Ends): boolean {
  if (source === null || target === null) return false;
  return source.mesh === target.mesh || (isIstio(source.mesh) && isIstio(target.mesh));
}
