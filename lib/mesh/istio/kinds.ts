import type { ResourceKind } from '@/lib/domain/kube-object';

const NETWORKING = 'networking.istio.io';
const VERSIONS = ['v1', 'v1beta1', 'v1alpha3'];

export const VIRTUAL_SERVICE: ResourceKind = {
  group: NETWORKING,
  plural: 'virtualservices',
  kind: 'VirtualService',
  versions: VERSIONS,
};

export const DESTINATION_RULE: ResourceKind = {
  group: NETWORKING,
  plural: 'destinationrules',
  kind: 'DestinationRule',
  versions: VERSIONS,
};

export const SERVICE_ENTRY: ResourceKind = {
  group: NETWORKING,
  plural: 'serviceentries',
  kind: 'ServiceEntry',
  versions: VERSIONS,
};

export const GATEWAY: ResourceKind = {
  group: NETWORKING,
  plural: 'gateways',
  kind: 'Gateway',
  versions: VERSIONS,
};

export const SIDECAR: ResourceKind = {
  group: NETWORKING,
  plural: 'sidecars',
  kind: 'Sidecar',
  versions: VERSIONS,
};

export const ENVOY_FILTER: ResourceKind = {
  group: NETWORKING,
  plural: 'envoyfilters',
  kind: 'EnvoyFilter',
  versions: ['v1alpha3'],
};

export const TELEMETRY: ResourceKind = {
  group: 'telemetry.istio.io',
  plural: 'telemetries',
  kind: 'Telemetry',
  versions: ['v1', 'v1alpha1'],
};

export const WASM_PLUGIN: ResourceKind = {
  group: 'extensions.istio.io',
  plural: 'wasmplugins',
  kind: 'WasmPlugin',
  versions: ['v1alpha1'],
};

function securityKind(plural: string, kind: string): ResourceKind {
  return { group: 'security.istio.io', plural, kind, versions: ['v1', 'v1beta1'] };
}

export const PEER_AUTHENTICATION = securityKind('peerauthentications', 'PeerAuthentication');
export const REQUEST_AUTHENTICATION = securityKind(
  'requestauthentications',
  'RequestAuthentication',
);
export const AUTHORIZATION_POLICY = securityKind('authorizationpolicies', 'AuthorizationPolicy');

/** Those that select pods, and say who may call them and how. */
export const SECURITY_KINDS: readonly ResourceKind[] = [
  PEER_AUTHENTICATION,
  REQUEST_AUTHENTICATION,
  AUTHORIZATION_POLICY,
];

/** Those that may be attached by reference to a Gateway, a Service or a ServiceEntry. */
export const TARGETED_KINDS: readonly ResourceKind[] = [
  AUTHORIZATION_POLICY,
  REQUEST_AUTHENTICATION,
  TELEMETRY,
  WASM_PLUGIN,
];

/** Everything of Istio's own that the adapter reads. */
export const ISTIO_KINDS: readonly ResourceKind[] = [
  VIRTUAL_SERVICE,
  DESTINATION_RULE,
  SERVICE_ENTRY,
  GATEWAY,
  SIDECAR,
  ...SECURITY_KINDS,
  ENVOY_FILTER,
  TELEMETRY,
  WASM_PLUGIN,
];
