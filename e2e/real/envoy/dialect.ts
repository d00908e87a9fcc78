import type { MeshAdapter } from '@/lib/mesh/adapter';
import { appMesh } from '@/lib/mesh/app-mesh/adapter';
import { consul } from '@/lib/mesh/consul/adapter';

/** What a proxy's statistics are tagged by, in the form of Envoy's bootstrap. */
export type StatsTag =
  | { readonly tag_name: string; readonly fixed_value: string }
  | { readonly tag_name: string; readonly regex: string };

/** What leads to a service, or to a named part of it. */
export interface Callee {
  readonly service: string;
  /** Of services with several. */
  readonly version?: string;
  readonly protocol: 'http' | 'grpc' | 'tcp';
}

/** How one mesh configures its Envoys, as far as it shows in what they count. */
export interface Dialect {
  readonly adapter: MeshAdapter;
  readonly statsTags: (service: string, version: string | undefined) => readonly StatsTag[];
  readonly outbound: (callee: Callee) => string;
  readonly inbound: (callee: Callee) => string;
  readonly listenerPrefix: { readonly inbound: string; readonly outbound: string };
  /** The labels by which the scrape says where a proxy runs. */
  readonly place: (namespace: string, pod: string) => Readonly<Record<string, string>>;
  /** What a service is called that no proxy is in front of. */
  readonly hostOf: (service: string) => string;
  /** Whether the mesh turns on the filter that counts the statuses of gRPC. */
  readonly countsStatuses: boolean;
}

export const NAMESPACE = 'books';
const MESH = 'books-mesh';
const SEGMENT = '[^.]+';
const [HASH, PART] = [`(?:${SEGMENT}~)?`, `(?:${SEGMENT}\\.)?`];

/** Rules that read a part out of `[subset.]service.namespace.dc.internal.trust-domain.consul`. */
function consulRules(): readonly StatsTag[] {
  const rule = (name: string, parts: string): StatsTag => ({
    tag_name: `consul.destination.${name}`,
    regex: `^cluster\\.(?:passthrough~)?(${HASH}${parts}\\.consul\\.)`,
  });
  const s = SEGMENT;
  return [
    rule('service_subset', `(?:(${s})\\.)?${s}\\.${s}\\.${s}\\.internal\\.${s}`),
    rule('service', `${PART}(${s})\\.${s}\\.${s}\\.internal\\.${s}`),
    rule('namespace', `${PART}${s}\\.(${s})\\.${s}\\.internal\\.${s}`),
    rule('datacenter', `${PART}${s}\\.${s}\\.(${s})\\.internal\\.${s}`),
    rule('routing_type', `${PART}${s}\\.${s}\\.${s}\\.(internal)\\.${s}`),
    rule('trust_domain', `${PART}${s}\\.${s}\\.${s}\\.internal\\.(${s})`),
  ];
}

const fixed = (name: string, value: string): StatsTag => ({ tag_name: name, fixed_value: value });

export const CONSUL_DIALECT: Dialect = {
  adapter: consul,
  statsTags: (service) => [
    ...consulRules(),
    fixed('local_cluster', service),
    fixed('consul.source.service', service),
    fixed('consul.source.namespace', 'default'),
    fixed('consul.source.partition', 'default'),
    fixed('consul.source.datacenter', 'dc1'),
  ],
  outbound: ({ service, version }) =>
    `${version === undefined ? '' : `${version}.`}${service}.default.dc1.internal.11111111-2222-3333-4444-555555555555.consul`,
  inbound: () => 'local_app',
  listenerPrefix: { inbound: 'public_listener', outbound: 'upstream' },
  place: (namespace, pod) => ({ kubernetes_namespace: namespace, kubernetes_pod_name: pod }),
  hostOf: (service) => `${service}.virtual.consul`,
  countsStatuses: true,
};

const nodeOf = (service: string, version: string | undefined) =>
  `${service}${version === undefined ? '' : `-${version}`}`;

function appMeshCluster(direction: string, { service, version, protocol }: Callee): string {
  return `cds_${direction}_${MESH}_${nodeOf(service, version)}_${NAMESPACE}_${protocol}_8080`;
}

export const APP_MESH_DIALECT: Dialect = {
  adapter: appMesh,
  statsTags: (service, version) => [
    fixed('appmesh.mesh', MESH),
    fixed('appmesh.virtual_node', `${nodeOf(service, version)}_${NAMESPACE}`),
  ],
  outbound: (callee) => appMeshCluster('egress', callee),
  inbound: (callee) => appMeshCluster('ingress', callee),
  listenerPrefix: { inbound: 'ingress', outbound: 'egress' },
  place: (namespace, pod) => ({ namespace, pod }),
  hostOf: (service) => `${service}.${NAMESPACE}.svc.cluster.local`,
  countsStatuses: false,
};
