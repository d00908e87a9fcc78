import type { Flow } from '../../model/flow';
import type { Labels } from '../../model/labels';
import type { DemoService, DemoWorkload } from '../../model/types';
import type { EnvoyWords } from '../envoy/words';
import { isConsulGateway } from './gateways';
import { subsetOf } from './subsets';

const DATACENTER = 'dc1';
const TRUST_DOMAIN = '5f1c6c2e-7b0d-4a7e-9d38-2a64c1f0b9e7';
/** Consul without Enterprise has one namespace and one partition, whatever Kubernetes has. */
const DEFAULT = 'default';
const GATEWAY_PORT = 8080;

/** How Consul's bootstrap labels what its Envoys count. */
export const CONSUL_WORDS: EnvoyWords = {
  mesh: 'consul',
  port: 20200,
  ofProxy: ({ service }) => ({
    local_cluster: service,
    consul_source_datacenter: DATACENTER,
    consul_source_namespace: DEFAULT,
    consul_source_partition: DEFAULT,
    consul_source_service: service,
  }),
  outbound: ({ service, target }) => destinationLabels(service, target),
  inbound: () => ({ envoy_cluster_name: 'local_app' }),
  arrival: ({ source, target, service }: Flow) => {
    if (target !== null && isConsulGateway(target)) {
      const prefix = `ingress_upstream_${String(GATEWAY_PORT)}`;
      return { kind: 'http', prefix, hasApplication: false };
    }
    // A listener that is permissive passes plain text on as bytes, whatever it is.
    if (source?.mesh !== 'consul') {
      return { kind: 'tcp', prefix: 'permissive_public_listener', hasApplication: true };
    }
    const kind = service.protocol === 'tcp' ? 'tcp' : 'http';
    return { kind, prefix: 'public_listener', hasApplication: true };
  },
  isTls: () => true,
  grpcServices: ['ledger'],
};

/** The name of a cluster, and what the bootstrap's rules read out of it. */
export function clusterName(service: string, subset: string | undefined): string {
  const prefix = subset === undefined ? '' : `${subset}.`;
  return `${prefix}${service}.${DEFAULT}.${DATACENTER}.internal.${TRUST_DOMAIN}.consul`;
}

function destinationLabels(service: DemoService, target: DemoWorkload | null): Labels {
  const subset = target === null ? undefined : subsetOf(target);
  const cluster = clusterName(service.name, subset);
  const [fullTarget = ''] = cluster.split('.consul');
  const [shortTarget = ''] = cluster.split('.internal.');
  return {
    // Envoy's own rule takes the first part of a name with dots.
    envoy_cluster_name: subset ?? service.name,
    consul_destination_datacenter: DATACENTER,
    consul_destination_full_target: fullTarget,
    consul_destination_namespace: DEFAULT,
    consul_destination_routing_type: 'internal',
    consul_destination_service: service.name,
    ...(subset !== undefined && { consul_destination_service_subset: subset }),
    consul_destination_target: shortTarget,
    consul_destination_trust_domain: TRUST_DOMAIN,
  };
}
