import type { Certificates } from '@/lib/testing/certificates';
import type { StatsTag } from './dialect';

/** A cluster: one address of the loopback under the name that the mesh gives it. */
export interface Cluster {
  readonly name: string;
  readonly port: number;
  readonly isHttp2?: boolean;
  /** With these it speaks mutual TLS. */
  readonly tls?: Certificates | undefined;
}

/** Where a listener sends what it takes; weights are per cent. */
export interface Route {
  readonly to: readonly { readonly cluster: string; readonly weight: number }[];
  /** Tries once more when the server answers 5xx. */
  readonly retries?: boolean;
  readonly timeoutMs?: number;
}

export interface Listener {
  readonly port: number;
  readonly statPrefix: string;
  /** HTTP, of which the statuses of gRPC are counted where `grpcStats` is set; otherwise bytes. */
  readonly kind: 'http' | 'tcp';
  readonly grpcStats?: boolean;
  readonly route: Route;
  /** With these it takes nothing but mutual TLS. */
  readonly tls?: Certificates | undefined;
}

export interface Proxy {
  readonly id: string;
  readonly adminPort: number;
  readonly statsTags: readonly StatsTag[];
  readonly listeners: readonly Listener[];
  readonly clusters: readonly Cluster[];
}

const TYPES = 'type.googleapis.com/envoy.extensions';

/** The bootstrap of a proxy whose configuration is all static. JSON is YAML. */
export function bootstrapOf({ id, adminPort, statsTags, listeners, clusters }: Proxy): string {
  return JSON.stringify({
    node: { id, cluster: id },
    admin: { address: loopback(adminPort) },
    stats_config: { stats_tags: statsTags, use_all_default_tags: true },
    static_resources: {
      listeners: listeners.map((listener) => ({
        name: `${listener.statPrefix}:${listener.port}`,
        address: loopback(listener.port),
        filter_chains: [
          {
            filters: [listener.kind === 'http' ? httpFilter(listener) : tcpFilter(listener)],
            ...(listener.tls && {
              transport_socket: tlsSocket('DownstreamTlsContext', listener.tls, {
                require_client_certificate: true,
              }),
            }),
          },
        ],
      })),
      clusters: clusters.map(clusterOf),
    },
  });
}

function loopback(port: number) {
  return { socket_address: { address: '127.0.0.1', port_value: port } };
}

function tlsSocket(
  context: 'DownstreamTlsContext' | 'UpstreamTlsContext',
  { caFile, cert, key }: Certificates,
  settings: object = {},
) {
  return {
    name: 'envoy.transport_sockets.tls',
    typed_config: {
      '@type': `${TYPES}.transport_sockets.tls.v3.${context}`,
      common_tls_context: {
        tls_certificates: [
          { certificate_chain: { inline_string: cert }, private_key: { inline_string: key } },
        ],
        validation_context: { trusted_ca: { filename: caFile } },
      },
      ...settings,
    },
  };
}

function clusterOf({ name, port, isHttp2 = false, tls }: Cluster) {
  const protocols = {
    '@type': `${TYPES}.upstreams.http.v3.HttpProtocolOptions`,
    explicit_http_config: { http2_protocol_options: {} },
  };
  return {
    name,
    type: 'STATIC',
    connect_timeout: '5s',
    ...(tls && { transport_socket: tlsSocket('UpstreamTlsContext', tls) }),
    load_assignment: {
      cluster_name: name,
      endpoints: [{ lb_endpoints: [{ endpoint: { address: loopback(port) } }] }],
    },
    ...(isHttp2 && {
      typed_extension_protocol_options: {
        'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': protocols,
      },
    }),
  };
}

function httpFilter({ statPrefix, grpcStats = false, route }: Listener) {
  const statuses = {
    name: 'envoy.filters.http.grpc_stats',
    typed_config: {
      '@type': `${TYPES}.filters.http.grpc_stats.v3.FilterConfig`,
      stats_for_all_methods: true,
    },
  };
  const router = {
    name: 'envoy.filters.http.router',
    typed_config: { '@type': `${TYPES}.filters.http.router.v3.Router` },
  };
  return {
    name: 'envoy.filters.network.http_connection_manager',
    typed_config: {
      '@type': `${TYPES}.filters.network.http_connection_manager.v3.HttpConnectionManager`,
      stat_prefix: statPrefix,
      http_filters: [...(grpcStats ? [statuses] : []), router],
      route_config: {
        virtual_hosts: [
          {
            name: 'all',
            domains: ['*'],
            routes: [{ match: { prefix: '/' }, route: routeOf(route) }],
          },
        ],
      },
    },
  };
}

function routeOf({ to, retries = false, timeoutMs = 15_000 }: Route) {
  return {
    weighted_clusters: { clusters: to.map(({ cluster, weight }) => ({ name: cluster, weight })) },
    timeout: `${timeoutMs / 1000}s`,
    ...(retries && { retry_policy: { retry_on: '5xx', num_retries: 1 } }),
  };
}

function tcpFilter({ statPrefix, route }: Listener) {
  return {
    name: 'envoy.filters.network.tcp_proxy',
    typed_config: {
      '@type': `${TYPES}.filters.network.tcp_proxy.v3.TcpProxy`,
      stat_prefix: statPrefix,
      cluster: route.to[0]?.cluster,
    },
  };
}
