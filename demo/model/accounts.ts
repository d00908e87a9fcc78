import type { DemoMesh, DemoService, DemoWorkload } from './types';

/** Sidecars and ztunnel are one mesh: each knows whom it talks to in the other. */
export function isIstio(mesh: DemoMesh | null | undefined): boolean {
  return mesh === 'istio' || mesh === 'ambient';
}

interface Ends {
  readonly source: DemoWorkload | null;
  readonly target: DemoWorkload | null;
}

/**
 * Whose figures of a call a console should show: those of the server's proxy where it names its callers,
 * which Istio's does, else those of the client's, which include the way there and back.
 */
export function accountOf({ source, target }: Ends): 'server' | 'client' {
  if (target !== null && (isIstio(target.mesh) || source === null)) return 'server';
  return 'client';
}

/**
 * Whether any proxy can tell how a call was protected: Istio's server, any other mesh's client; Consul's
 * server too of callers outside, whose plain text another listener takes.
 */
export function knowsEncryption({
  source,
  target,
  service,
}: Ends & { readonly service: DemoService }): boolean {
  if (target !== null && isIstio(target.mesh)) return true;
  if (target?.mesh === 'consul' && source === null) return service.protocol === 'tcp';
  return source !== null && source.mesh !== null && !isIstio(source.mesh);
}

/** Whether a call between two workloads can be under mutual TLS at all: both must be in one mesh. */
export function canEncrypt({ source, target }: Ends): boolean {
  if (source === null || target === null) return false;
  return source.mesh === target.mesh || (isIstio(source.mesh) && isIstio(target.mesh));
}
