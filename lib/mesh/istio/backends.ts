import type { KubeObject } from '@/lib/domain/kube-object';
import { fieldsOf, hasLabels, labelsOf, listOf, numberOf, textOf } from '@/lib/mesh/fields';
import type { Backend, Cluster } from '@/lib/mesh/istio/cluster';
import { covers, serviceNameOf } from '@/lib/mesh/istio/hosts';

export interface ServicePort {
  readonly number: number;
  readonly protocol: 'http' | 'grpc' | 'tcp';
}

/** Finds the Kubernetes service behind a host. */
export function serviceOf(cluster: Cluster, fqdn: string): KubeObject | undefined {
  const name = serviceNameOf(fqdn);
  return name === null ? undefined : cluster.services.get(name.namespace)?.get(name.name);
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

/** The workloads whose pods a host's service selects and that carry the given labels, by name. */
export function backendsOf(
  cluster: Cluster,
  fqdn: string,
  labels: Readonly<Record<string, string>>,
): readonly Backend[] {
  const service = serviceOf(cluster, fqdn);
  const selector = labelsOf(fieldsOf(service?.spec)['selector']);
  // A service without a selector has its endpoints from elsewhere.
  if (service === undefined || Object.keys(selector).length === 0) return [];

  return (cluster.workloads.get(service.metadata.namespace ?? '') ?? [])
    .filter((backend) => hasLabels(backend.labels, selector) && hasLabels(backend.labels, labels))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
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
