import type { Cluster } from '@/lib/mesh/istio/cluster';
import { serviceNameOf } from '@/lib/mesh/hosts';
import { serviceOf } from '@/lib/mesh/workload-index';

/**
 * Whether the mesh knows a host. When no service of its namespace can be read, or hosts outside the
 * cluster cannot, there is no telling and it counts as known.
 */
export function isKnownHost(cluster: Cluster, fqdn: string): boolean {
  if (serviceOf(cluster, fqdn) !== undefined) return true;
  if (cluster.declaredHosts?.includes(fqdn) === true) return true;
  const name = serviceNameOf(fqdn);
  if (name === null) return cluster.declaredHosts === null;
  return !cluster.services.has(name.namespace);
}
