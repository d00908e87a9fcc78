import { differs, equals, like, relabelled } from '@/lib/domain/promql';
import type { EnvoyVocabulary, Labels } from '@/lib/mesh/envoy/vocabulary';

/** The application behind the proxy is the only cluster of this name. */
const LOCAL_APP = 'local_app';

const SOURCE = [
  'consul_source_service',
  'consul_source_namespace',
  'consul_source_datacenter',
] as const;

/** In the order of `SOURCE`. */
const DESTINATION = [
  'consul_destination_service',
  'consul_destination_namespace',
  'consul_destination_datacenter',
] as const;

const PEER = 'consul_destination_peer';
const SUBSET = 'consul_destination_service_subset';

/** The end of a host by which Consul's DNS answers for a service of the mesh. */
const VIRTUAL = '.virtual.consul';

/**
 * Consul Connect: the bootstrap of its proxies puts the own service on every series, and reads the destination
 * out of the name of a cluster. Partitions are not compared, since a source always has one and a destination in
 * the default partition has none.
 */
export const CONSUL_VOCABULARY: EnvoyVocabulary = {
  mesh: 'consul',
  proxies: {
    metric: 'envoy_server_live',
    matchers: [differs('consul_source_service', '')],
    labels: SOURCE,
  },
  ownLabels: SOURCE,
  outbound: {
    matchers: [differs('consul_destination_service', '')],
    labels: [...DESTINATION, PEER, SUBSET],
    subsetLabel: SUBSET,
  },
  inbound: [equals('envoy_cluster_name', LOCAL_APP), differs('consul_source_service', '')],
  gateways: [
    // API and ingress gateways: `ingress_upstream_<port>`.
    like('envoy_http_conn_manager_prefix', 'ingress_upstream_.*'),
    differs('consul_source_service', ''),
  ],
  plaintext: [
    equals('envoy_tcp_prefix', 'permissive_public_listener'),
    differs('consul_source_service', ''),
  ],
  mtls: 'always',
  ownerOf: (labels) => {
    const [service, namespace, datacenter] = SOURCE.map((label) => valueOf(labels, label));
    return service === undefined ? null : { key: keyOf(service, namespace, datacenter), service };
  },
  destinationOf: (labels) => {
    const [service, namespace, datacenter] = DESTINATION.map((label) => valueOf(labels, label));
    if (service === undefined) return null;
    const peer = valueOf(labels, PEER);
    const subset = valueOf(labels, SUBSET);
    return {
      // A peer's services are its own, whatever they are called.
      key:
        peer === undefined
          ? keyOf(service, namespace, datacenter)
          : JSON.stringify({ service, peer }),
      host: peer === undefined ? `${service}${VIRTUAL}` : `${service}.virtual.${peer}.consul`,
      ...(subset === undefined ? {} : { subset }),
    };
  },
  ownedBy: (service) => [equals('consul_source_service', service)],
  leadingTo: (host) => {
    const [service, virtual, peer] = host.replace(/\.consul$/, '').split('.');
    if (service === undefined || virtual !== 'virtual') return null;
    return [equals('consul_destination_service', service), equals(PEER, peer ?? '')];
  },
  asDestinations: (proxies) => {
    const named = SOURCE.reduce(
      (of, label, i) => relabelled(of, DESTINATION[i] ?? label, label),
      proxies,
    );
    return relabelled(named, SUBSET, 'version');
  },
};

/** A service is told by its name, Consul namespace and datacenter. */
function keyOf(service: string, namespace = 'default', datacenter = ''): string {
  return JSON.stringify([service, namespace, datacenter]);
}

function valueOf(labels: Labels, name: string): string | undefined {
  const value = labels.get(name);
  return value === '' ? undefined : value;
}
