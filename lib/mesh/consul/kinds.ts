import type { ResourceKind } from '@/lib/domain/kube-object';

const GROUP = 'consul.hashicorp.com';

function entry(plural: string, kind: string): ResourceKind {
  return { group: GROUP, plural, kind, versions: ['v1alpha1'] };
}

export const SERVICE_SPLITTER = entry('servicesplitters', 'ServiceSplitter');
export const SERVICE_RESOLVER = entry('serviceresolvers', 'ServiceResolver');
export const SERVICE_ROUTER = entry('servicerouters', 'ServiceRouter');
export const SERVICE_DEFAULTS = entry('servicedefaults', 'ServiceDefaults');
export const SERVICE_INTENTIONS = entry('serviceintentions', 'ServiceIntentions');
export const PROXY_DEFAULTS = entry('proxydefaults', 'ProxyDefaults');
export const MESH = entry('meshes', 'Mesh');

/** Consul's servers run as one. */
export const STATEFUL_SETS: ResourceKind = {
  group: 'apps',
  plural: 'statefulsets',
  kind: 'StatefulSet',
  versions: ['v1'],
};

/** The kinds that become entries of Consul’s configuration, which its servers may refuse. */
export const CONFIG_ENTRIES: readonly ResourceKind[] = [
  SERVICE_SPLITTER,
  SERVICE_RESOLVER,
  SERVICE_ROUTER,
  SERVICE_DEFAULTS,
  SERVICE_INTENTIONS,
  PROXY_DEFAULTS,
  MESH,
];

/** Everything that the adapter reads beside the core kinds. */
export const CONSUL_KINDS: readonly ResourceKind[] = [...CONFIG_ENTRIES, STATEFUL_SETS];
