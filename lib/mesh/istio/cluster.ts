import type { KubeObject } from '@/lib/domain/kube-object';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { servedByZtunnelAlone } from '@/lib/mesh/ambient/waypoints';
import { fieldsOf, textsOf } from '@/lib/mesh/fields';
import { covers, fqdnOf } from '@/lib/mesh/hosts';
import { DESTINATION_RULE, SERVICE_ENTRY, VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';
import {
  byNamespace,
  groupByKeys,
  indexWorkloads,
  serviceOf,
  type Table,
  type WorkloadIndex,
} from '@/lib/mesh/workload-index';

/** What reading splits looks up again and again. */
export interface Cluster extends WorkloadIndex {
  readonly virtualServices: readonly KubeObject[];
  /** By namespace. */
  readonly rules: Table<readonly KubeObject[]>;
  /** Hosts that ServiceEntries declare, or null when nobody can tell. */
  readonly declaredHosts: DeclaredHosts | null;
  /** The VirtualServices that claim a host for callers inside the mesh. */
  readonly claims: Table<readonly KubeObject[]>;
  /** Whether the proxy before a host's pods knows no routes, so that only sidecars obey them. */
  readonly lacksWaypoint: (host: string) => boolean;
}

/** Hosts, of which some stand for all that end like them. */
export interface DeclaredHosts {
  includes(fqdn: string): boolean;
}

/** The hosts that ServiceEntries declare. */
export function declaredBy(entries: readonly KubeObject[]): DeclaredHosts {
  const hosts = new Set(entries.flatMap(({ spec }) => textsOf(fieldsOf(spec)['hosts'])));
  const wildcards = [...hosts].filter((host) => host.startsWith('*'));
  return {
    includes: (fqdn) => hosts.has(fqdn) || wildcards.some((wildcard) => covers(wildcard, fqdn)),
  };
}

/** Indexes the objects that splits are read from. */
export function indexCluster(objects: ObjectStore): Cluster {
  const virtualServices = objects.list(VIRTUAL_SERVICE);
  const index = indexWorkloads(objects);
  const isZtunnelAlone = servedByZtunnelAlone(objects);
  return {
    ...index,
    lacksWaypoint: (host) => {
      const found = serviceOf(index, host);
      return found !== undefined && isZtunnelAlone(found);
    },
    virtualServices,
    rules: byNamespace(objects, DESTINATION_RULE),
    declaredHosts: objects.has(SERVICE_ENTRY) ? declaredBy(objects.list(SERVICE_ENTRY)) : null,
    claims: groupByKeys(virtualServices, meshHosts),
  };
}

/** The hosts that a VirtualService claims for callers inside the mesh, fully qualified. */
export function meshHosts({ spec, metadata }: KubeObject): readonly string[] {
  const { hosts, gateways } = fieldsOf(spec);
  const through = textsOf(gateways);
  if (through.length > 0 && !through.includes('mesh')) return [];
  return textsOf(hosts).map((host) => fqdnOf(host, metadata.namespace ?? ''));
}
