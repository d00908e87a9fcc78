import { customGroup, type ServedKind } from '../../kubernetes/served-kind';

const GROUP = 'gateway.networking.k8s.io';
const both = customGroup(GROUP, ['v1', 'v1beta1']);
const stable = customGroup(GROUP, ['v1']);

export const HTTP_ROUTES = both('httproutes', 'HTTPRoute');
export const GRPC_ROUTES = stable('grpcroutes', 'GRPCRoute');
export const TLS_ROUTES = stable('tlsroutes', 'TLSRoute');
export const TCP_ROUTES = stable('tcproutes', 'TCPRoute');

/** In the order in which a Service with several obeys them. */
export const ROUTE_KINDS: readonly ServedKind[] = [
  GRPC_ROUTES,
  HTTP_ROUTES,
  TLS_ROUTES,
  TCP_ROUTES,
];

export const GATEWAY_API_KINDS: readonly ServedKind[] = [
  stable('backendtlspolicies', 'BackendTLSPolicy', ['btlspolicy']),
  { ...both('gatewayclasses', 'GatewayClass', ['gc']), namespaced: false },
  both('gateways', 'Gateway', ['gtw']),
  both('referencegrants', 'ReferenceGrant', ['refgrant']),
  ...ROUTE_KINDS,
];
