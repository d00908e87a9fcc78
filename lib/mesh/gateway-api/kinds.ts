import type { ResourceKind } from '@/lib/domain/kube-object';
import type { RouteForm } from '@/lib/mesh/routes/match-words';

const GROUP = 'gateway.networking.k8s.io';

function kind(plural: string, name: string, versions: readonly string[]): ResourceKind {
  return { group: GROUP, plural, kind: name, versions };
}

export const HTTP_ROUTE = kind('httproutes', 'HTTPRoute', ['v1', 'v1beta1', 'v1alpha2']);
export const GRPC_ROUTE = kind('grpcroutes', 'GRPCRoute', ['v1', 'v1alpha2']);
export const TLS_ROUTE = kind('tlsroutes', 'TLSRoute', ['v1', 'v1alpha3', 'v1alpha2']);
export const TCP_ROUTE = kind('tcproutes', 'TCPRoute', ['v1', 'v1alpha2']);
export const GATEWAY = kind('gateways', 'Gateway', ['v1', 'v1beta1']);
export const GATEWAY_CLASS: ResourceKind = {
  ...kind('gatewayclasses', 'GatewayClass', ['v1', 'v1beta1']),
  clusterScoped: true,
};
export const REFERENCE_GRANT = kind('referencegrants', 'ReferenceGrant', ['v1', 'v1beta1']);
export const BACKEND_TLS_POLICY = kind('backendtlspolicies', 'BackendTLSPolicy', [
  'v1',
  'v1alpha3',
]);

/** The kinds of routes: of several on one Service, an earlier kind takes a request before a later one. */
export const ROUTE_KINDS: readonly (readonly [ResourceKind, RouteForm])[] = [
  [GRPC_ROUTE, 'grpc'],
  [HTTP_ROUTE, 'http'],
  [TLS_ROUTE, 'tls'],
  [TCP_ROUTE, 'tcp'],
];

/** Everything that the adapter reads beside the core kinds. */
export const GATEWAY_API_KINDS: readonly ResourceKind[] = [
  ...ROUTE_KINDS.map(([route]) => route),
  GATEWAY,
  GATEWAY_CLASS,
  REFERENCE_GRANT,
  BACKEND_TLS_POLICY,
];
