import type { ResourceKind } from '@/lib/domain/kube-object';

const POLICY = 'policy.linkerd.io';

function policyKind(plural: string, kind: string, versions: readonly string[]): ResourceKind {
  return { group: POLICY, plural, kind, versions };
}

/** Linkerd's own HTTPRoute, which has the form of Gateway API's. */
export const POLICY_ROUTE = policyKind('httproutes', 'HTTPRoute', [
  'v1beta3',
  'v1beta2',
  'v1beta1',
  'v1alpha1',
]);

export const SERVER = policyKind('servers', 'Server', [
  'v1beta3',
  'v1beta2',
  'v1beta1',
  'v1alpha1',
]);

export const SERVER_AUTHORIZATION = policyKind('serverauthorizations', 'ServerAuthorization', [
  'v1beta1',
  'v1alpha1',
]);

export const AUTHORIZATION_POLICY = policyKind('authorizationpolicies', 'AuthorizationPolicy', [
  'v1alpha1',
]);

export const MESH_TLS_AUTHENTICATION = policyKind(
  'meshtlsauthentications',
  'MeshTLSAuthentication',
  ['v1alpha1'],
);

export const NETWORK_AUTHENTICATION = policyKind(
  'networkauthentications',
  'NetworkAuthentication',
  ['v1alpha1'],
);

export const RATE_LIMIT = policyKind('httplocalratelimitpolicies', 'HTTPLocalRateLimitPolicy', [
  'v1alpha1',
]);

export const EGRESS_NETWORK = policyKind('egressnetworks', 'EgressNetwork', ['v1alpha1']);

export const SERVICE_PROFILE: ResourceKind = {
  group: 'linkerd.io',
  plural: 'serviceprofiles',
  kind: 'ServiceProfile',
  versions: ['v1alpha2', 'v1alpha1'],
};

/** Of the two versions, the one that is stored and that Linkerd's adaptor reads comes first. */
export const TRAFFIC_SPLIT: ResourceKind = {
  group: 'split.smi-spec.io',
  plural: 'trafficsplits',
  kind: 'TrafficSplit',
  versions: ['v1alpha1', 'v1alpha2'],
};

/** Everything of Linkerd's own, and of its SMI extension, that the adapter reads. */
export const LINKERD_KINDS: readonly ResourceKind[] = [
  POLICY_ROUTE,
  SERVICE_PROFILE,
  TRAFFIC_SPLIT,
  SERVER,
  SERVER_AUTHORIZATION,
  AUTHORIZATION_POLICY,
  MESH_TLS_AUTHENTICATION,
  NETWORK_AUTHENTICATION,
  RATE_LIMIT,
  EGRESS_NETWORK,
];
