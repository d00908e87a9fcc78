import { customGroup, type ServedKind } from '../../kubernetes/served-kind';

const networking = customGroup('networking.istio.io', ['v1', 'v1beta1', 'v1alpha3']);
const security = customGroup('security.istio.io', ['v1', 'v1beta1']);
const telemetry = customGroup('telemetry.istio.io', ['v1', 'v1alpha1']);

export const VIRTUAL_SERVICES = networking('virtualservices', 'VirtualService', ['vs']);
export const DESTINATION_RULES = networking('destinationrules', 'DestinationRule', ['dr']);

export const ISTIO_KINDS: readonly ServedKind[] = [
  DESTINATION_RULES,
  networking('gateways', 'Gateway', ['gw']),
  networking('serviceentries', 'ServiceEntry', ['se']),
  networking('sidecars', 'Sidecar'),
  VIRTUAL_SERVICES,
  networking('workloadentries', 'WorkloadEntry', ['we']),
  security('authorizationpolicies', 'AuthorizationPolicy', ['ap']),
  security('peerauthentications', 'PeerAuthentication', ['pa']),
  security('requestauthentications', 'RequestAuthentication', ['ra']),
  telemetry('telemetries', 'Telemetry', ['telemetry']),
];
