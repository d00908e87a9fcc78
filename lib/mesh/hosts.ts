/** The cluster domain that is appended to names; a cluster with another one is not resolved by short name. */
export const CLUSTER_SUFFIX = 'svc.cluster.local';

/**
 * Resolves a host as Istio does: a name without a dot belongs to the namespace of the object that
 * holds it; everything else, `reviews.shop` too, is taken as it stands.
 */
export function fqdnOf(host: string, namespace: string): string {
  return host.includes('.') || host.includes('*') ? host : `${host}.${namespace}.${CLUSTER_SUFFIX}`;
}

export interface ServiceName {
  readonly name: string;
  readonly namespace: string;
}

/** Takes the name of a Kubernetes service apart, or gives null for a host of another kind. */
export function serviceNameOf(fqdn: string): ServiceName | null {
  const [name, namespace, ...rest] = fqdn.split('.');
  if (name === undefined || namespace === undefined) return null;
  return rest.length > 1 && rest[0] === 'svc' ? { name, namespace } : null;
}

/** Whether a host of a rule (which may start with `*`) covers a fully qualified name. */
export function covers(pattern: string, fqdn: string): boolean {
  return pattern.startsWith('*') ? fqdn.endsWith(pattern.slice(1)) : pattern === fqdn;
}
