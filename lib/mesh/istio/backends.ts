import { fieldsOf, listOf, numberOf, textOf } from '@/lib/mesh/fields';
import type { Cluster } from '@/lib/mesh/istio/cluster';
import { covers, serviceNameOf } from '@/lib/mesh/hosts';
import { serviceOf } from '@/lib/mesh/workload-index';

export interface ServicePort {
  readonly number: number;
  readonly protocol: 'http' | 'grpc' | 'tcp';
}

/**
 * Whether the mesh knows a host. When no service of its namespace can be read, or hosts outside the
 * cluster cannot, there is no telling and it counts as known.
 */
export function isKnownHost(cluster: Cluster, fqdn: string): boolean {
  if (serviceOf(cluster, fqdn) !== undefined) return true;
  if (cluster.declaredHosts?.some((host) => covers(host, fqdn)) === true) return true;
  const name = serviceNameOf(fqdn);
  if (name === null) return cluster.declaredHosts === null;
  return !cluster.services.has(name.namespace);
}

/** The ports of a host's service, with the protocol that Istio takes them for. */
export function portsOf(cluster: Cluster, fqdn: string): readonly ServicePort[] {
  const ports = listOf(fieldsOf(serviceOf(cluster, fqdn)?.spec)['ports']).map(fieldsOf);
  return ports.flatMap((port) => {
    const number = numberOf(port['port']);
    if (number === undefined) return [];
    const declared = textOf(port['appProtocol']) ?? textOf(port['name'])?.split('-')[0] ?? '';
    return [{ number, protocol: protocolOf(declared.toLowerCase()) }];
  });
}

function protocolOf(declared: string): ServicePort['protocol'] {
  if (declared.startsWith('grpc')) return 'grpc';
  return /^(tcp|tls|https|mongo|mysql|redis)$/.test(declared) ? 'tcp' : 'http';
}
