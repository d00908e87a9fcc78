import { customGroup, type ServedKind } from '../../kubernetes/served-kind';

const consul = customGroup('consul.hashicorp.com', ['v1alpha1']);

export const SERVICE_SPLITTERS = consul('servicesplitters', 'ServiceSplitter', [
  'service-splitter',
]);
export const SERVICE_RESOLVERS = consul('serviceresolvers', 'ServiceResolver', [
  'service-resolver',
]);
export const SERVICE_ROUTERS = consul('servicerouters', 'ServiceRouter', ['service-router']);
export const SERVICE_DEFAULTS = consul('servicedefaults', 'ServiceDefaults', ['service-defaults']);

export const CONSUL_KINDS: readonly ServedKind[] = [
  consul('ingressgateways', 'IngressGateway', ['ingress-gateway']),
  consul('meshes', 'Mesh'),
  consul('proxydefaults', 'ProxyDefaults', ['proxy-defaults']),
  SERVICE_DEFAULTS,
  consul('serviceintentions', 'ServiceIntentions', ['service-intentions']),
  SERVICE_RESOLVERS,
  SERVICE_ROUTERS,
  SERVICE_SPLITTERS,
];
